import { t } from '@lingui/core/macro'

export const nameOfDeleted = () => t`Deleted user`
