import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { EmojiPicker as Primitive } from 'frimousse'
import { type ComponentProps, useMemo, useState } from 'react'
import { shownEmoji } from './emojiShown.ts'

type Props = { onChoose: (emoji: string) => void }

const parts: ComponentProps<typeof Primitive.List>['components'] = {
  CategoryHeader: ({ category, ...props }) => (
    <div {...props} className="bg-paper px-3 py-1.5 text-xs font-strong text-ink-3">
      {category.label}
    </div>
  ),
  // The library counts from 0, a reader of the screen from 1; its arrow keys know one direction.
  Row: (props) => <div {...counted(props)} dir="ltr" className="flex px-1.5" />,
  Emoji: ({ emoji, ...props }) => (
    <button
      {...counted(props)}
      type="button"
      className="grid h-9 phone:h-11 flex-1 place-items-center rounded-s text-xl data-active:bg-hover"
    >
      {emoji.emoji}
    </button>
  ),
}

function counted<Props extends { 'aria-rowindex'?: number; 'aria-colindex'?: number }>(props: Props): Props {
  const { 'aria-rowindex': row, 'aria-colindex': column } = props
  return {
    ...props,
    ...(row !== undefined && { 'aria-rowindex': row + 1 }),
    ...(column !== undefined && { 'aria-colindex': column + 1 }),
  }
}

/** As many as a thumb can tell apart on the whole width of a phone. */
const columnsHere = () => (matchMedia('(width <= 640px)').matches ? Math.floor((innerWidth - 12) / 44) : 9)

export function EmojiPicker({ onChoose }: Props) {
  const [wanted, setWanted] = useState('')
  const { locale: language } = i18n
  const [columns] = useState(columnsHere)
  const shown = useMemo(() => shownEmoji(language), [language])
  return (
    <Primitive.Root
      key={language}
      columns={columns}
      // The library asks again when this changes.
      locale={wanted}
      resolveEmojiData={shown}
      onEmojiSelect={({ emoji }) => onChoose(emoji)}
      className="isolate flex h-80 w-[336px] max-w-full flex-col phone:h-[50dvh] phone:w-full"
    >
      <div className="p-2 pb-1">
        <Primitive.Search
          aria-label={t`Find an emoji`}
          placeholder={t`Find an emoji`}
          defaultValue={wanted}
          onChange={(event) => setWanted(event.target.value)}
          autoFocus
          className="h-9 w-full phone:h-11 phone:text-typed appearance-none rounded-s bg-desk px-3 inset-ring inset-ring-edge focus-visible:inset-ring-2 focus-visible:inset-ring-accent focus-visible:outline-none"
        />
      </div>
      <Primitive.Viewport className="relative flex-1 overscroll-contain outline-none">
        <Primitive.Loading className="late absolute inset-0 grid place-items-center text-sm text-ink-3">
          {t`The emoji are loading…`}
        </Primitive.Loading>
        <Primitive.Empty className="absolute inset-0 grid place-items-center text-sm text-ink-3">
          {t`No emoji has that name.`}
        </Primitive.Empty>
        <Primitive.List className="pb-2 select-none" components={parts} />
      </Primitive.Viewport>
      <div className="flex h-9 items-center gap-2 border-t border-line px-3 text-sm text-ink-3 phone:hidden">
        <Primitive.ActiveEmoji>
          {({ emoji }) => (
            <span className="truncate">{emoji ? `${emoji.emoji}  ${emoji.label}` : t`Choose an emoji`}</span>
          )}
        </Primitive.ActiveEmoji>
        <Primitive.SkinToneSelector aria-label={t`Skin tone`} className="ms-auto rounded-s px-1.5 hover:bg-hover" />
      </div>
    </Primitive.Root>
  )
}
