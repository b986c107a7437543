import { t } from '@lingui/core/macro'
import { Button } from '../ui/Button.tsx'

export function More({ isThere, onMore }: { isThere: boolean; onMore: () => void }) {
  if (!isThere) return null
  return (
    <div className="flex justify-center p-4">
      <Button onClick={onMore}>{t`Show more`}</Button>
    </div>
  )
}
