import { Link } from 'wouter'
import { Place } from '../ui/Place.tsx'

/** An address that names nothing. */
export function NothingHere() {
  return (
    <>
      <title>Parley</title>
      <Place title="There is nothing at this address." text="A link may have been cut off.">
        <Link href="/" className="font-medium text-accent underline-offset-2 hover:underline">
          Go to your chats
        </Link>
      </Place>
    </>
  )
}
