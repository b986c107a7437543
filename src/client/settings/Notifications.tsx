import { t } from '@lingui/core/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { faultOf } from '../fault.ts'
import { spoken, useLanguage } from '../languages/language.ts'
import { type PushState, readPushState, subscribeBrowser, unsubscribeBrowser } from '../push/pushInBrowser.ts'
import { tellLanguage } from '../push/tellLanguage.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { tellFault } from '../ui/toasts.ts'

const words = (): Record<PushState, string> => ({
  on: t`This browser tells you of new messages, also when Parley is closed.`,
  off: t`This browser can tell you of new messages, also when Parley is closed.`,
  denied: t`This browser was told not to show notifications of this page. Its settings for the page can change that.`,
  impossible: t`This browser cannot show notifications. On an iPhone, add Parley to the home screen first.`,
})

export function Notifications() {
  const { client } = trpc.useUtils()
  const language = useLanguage()
  const state = useQuery({ queryKey: ['pushState'], queryFn: readPushState, staleTime: 0 })
  const key = trpc.push.key.useQuery(undefined, { staleTime: Infinity })
  const subscribe = trpc.push.subscribe.useMutation()
  const unsubscribe = trpc.push.unsubscribe.useMutation()
  const test = trpc.push.test.useMutation()

  useEffect(() => {
    if (state.data === 'on') tellLanguage(client)
  }, [client, language, state.data])

  async function turnOn() {
    try {
      const target = key.data && (await subscribeBrowser(key.data.publicKey))
      if (target) await subscribe.mutateAsync({ ...target, language: spoken() })
    } catch (error) {
      tellFault(
        error instanceof DOMException ? t`The push service of this browser cannot be reached.` : faultOf(error).message,
      )
    }
    await state.refetch()
  }

  async function turnOff() {
    const endpoint = await unsubscribeBrowser()
    if (endpoint) await unsubscribe.mutateAsync({ endpoint })
    await state.refetch()
  }

  async function tryOut() {
    const { sent } = await test.mutateAsync()
    if (sent === 0) tellFault(t`The push service did not take the note. Turn notifications off and on again.`)
  }

  if (!state.data) return null
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-ink-2">{words()[state.data]}</p>
      {state.data === 'off' && (
        <Button look="strong" isBusy={subscribe.isPending} onClick={turnOn}>
          {t`Turn on notifications`}
        </Button>
      )}
      {state.data === 'on' && (
        <div className="flex flex-wrap gap-2">
          <Button isBusy={test.isPending} onClick={tryOut}>
            {t`Send a test`}
          </Button>
          <Button isBusy={unsubscribe.isPending} onClick={turnOff}>
            {t`Turn off`}
          </Button>
        </div>
      )}
    </div>
  )
}
