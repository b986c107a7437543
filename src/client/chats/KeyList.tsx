import { t } from '@lingui/core/macro'
import { useRef } from 'react'
import { usePreferences } from '../settings/preferences.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { type Key, nameOfKey } from '../ui/keyNames.ts'
import { keyGroups } from './keyGroups.ts'

/** What can be done with keys, and with which. */
export function KeyList({ onClose }: { onClose: () => void }) {
  const { singleKeys } = usePreferences()
  const scroller = useRef<HTMLDivElement>(null)
  return (
    <Dialog title={t`Keys`} isTall focus={scroller} onClose={onClose}>
      <div
        ref={scroller}
        role="group"
        aria-label={t`Keys`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the arrows scroll it
        tabIndex={0}
        className="ring-inside mt-2 min-h-0 rounded-b-l phone:rounded-none overflow-y-auto overscroll-contain px-5 pb-5"
      >
        {keyGroups(singleKeys).map(({ title, rows }) => (
          <table key={title} className="mt-4 w-full border-collapse">
            <caption className="pb-1 text-start text-xs font-strong text-ink-3">{title}</caption>
            <tbody>
              {rows.map(({ what, ways }) => (
                <tr key={what} className="border-t border-line">
                  <th scope="row" className="py-1.5 pe-4 text-start font-plain">
                    {what}
                  </th>
                  <td className="w-px py-1.5 text-end whitespace-nowrap">
                    {ways.map((keys, index) => (
                      <span key={keys.join(' ')} className={index > 0 ? 'ms-2' : undefined}>
                        {index > 0 && <span className="me-2 text-sm text-ink-3">{t`or`}</span>}
                        <Combination keys={keys} />
                      </span>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </Dialog>
  )
}

/** Pressed together. They stand in the order of the keyboard in every language. */
function Combination({ keys }: { keys: Key[] }) {
  return (
    <span dir="ltr" className="inline-flex gap-1">
      {keys.map((key) => {
        const { sign, word } = nameOfKey(key)
        return (
          <kbd
            key={key}
            className="grid h-6 min-w-6 place-items-center rounded-s px-1.5 font-sans text-xs font-medium text-ink-2 inset-ring inset-ring-edge"
          >
            {word === undefined ? (
              sign
            ) : (
              <>
                <span aria-hidden>{sign}</span>
                <span className="sr-only">{word}</span>
              </>
            )}
          </kbd>
        )
      })}
    </span>
  )
}
