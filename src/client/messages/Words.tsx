import { use } from 'react'
import { classes } from '../ui/classes.ts'
import { hiddenHost, pieces } from './links.ts'
import { withNames } from './mention.ts'
import { NamedContext } from './NamedContext.ts'
import { TextLink } from './TextLink.tsx'

/** Words with the addresses and the names in them. */
export function Words({ text }: { text: string }) {
  return pieces(text).map(({ text: piece, href }, index) =>
    href === undefined ? (
      <NamedWords key={index} text={piece} />
    ) : (
      <TextLink key={index} href={href} host={hiddenHost(piece, href)}>
        {piece}
      </TextLink>
    ),
  )
}

function NamedWords({ text }: { text: string }) {
  const named = use(NamedContext)
  return withNames(text, (username) => named.has(username)).map(({ text: piece, username }, index) => {
    if (username === undefined) return piece
    return (
      <bdi
        key={index}
        className={classes(
          'rounded-xs px-0.75 font-medium',
          named.get(username)?.isMe ? 'bg-signal/30' : 'bg-accent-soft text-accent-strong',
        )}
      >
        {piece}
      </bdi>
    )
  })
}
