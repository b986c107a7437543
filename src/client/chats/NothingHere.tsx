import { t } from '@lingui/core/macro'
import { Link } from 'wouter'
import { Place } from '../ui/Place.tsx'
import { pageTitle } from './pageTitle.ts'

/** An address that names nothing. */
export function NothingHere() {
  return (
    <>
      <title>{pageTitle([])}</title>
      <Place isPage title={t`There is nothing at this address.`} text={t`A link may have been cut off.`}>
        <Link href="/" className="touchable font-medium text-accent underline-offset-2 hover:underline">
          {t`Go to your chats`}
        </Link>
      </Place>
    </>
  )
}
