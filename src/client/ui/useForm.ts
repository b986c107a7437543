import { i18n } from '@lingui/core'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import * as z from 'zod/mini'

/** What was wrong, and in which field. The server says it in this shape, and so does the browser. */
export type Fault = { message: string | undefined; fields: Record<string, string>; retryAfter: number | undefined }

type Shape = Record<string, z.ZodMiniType<string | undefined>>

type Options<S extends Shape> = {
  /** An empty field that may be missing counts as missing. */
  shape: S
  onSubmit: (typed: z.output<z.ZodMiniObject<S>>) => Promise<unknown>
  faultOf: (error: unknown) => Fault
}

const none: Fault = { message: undefined, fields: {}, retryAfter: undefined }

/** A form whose fields say what is wrong with them, first by the shared rules, then by the server. */
export function useForm<S extends Shape>({ shape, onSubmit, faultOf }: Options<S>) {
  const form = useRef<HTMLFormElement>(null)
  const [fault, setFault] = useState(none)
  const [isBusy, setBusy] = useState(false)
  const secondsLeft = useCountdown(fault.retryAfter)

  function show(next: Fault) {
    setFault(next)
    const first = Object.keys(shape).find((name) => next.fields[name] !== undefined)
    const field = first === undefined ? null : form.current?.elements.namedItem(first)
    if (field instanceof HTMLElement) field.focus()
  }

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy || secondsLeft > 0) return
    const typed = read(event.currentTarget, shape)
    if (!typed.success) return show({ ...none, fields: fieldsOf(typed.error.issues) })
    setBusy(true)
    setFault(none)
    try {
      await onSubmit(typed.data)
    } catch (error) {
      show(faultOf(error))
    } finally {
      setBusy(false)
    }
  }

  const isBesideField = Object.keys(fault.fields).some((name) => name in shape)
  return {
    form: { ref: form, onSubmit: submit, noValidate: true },
    field: (name: keyof S & string) => ({ name, fault: fault.fields[name] }),
    message: isBesideField ? undefined : fault.message,
    secondsLeft,
    isBusy,
  }
}

function read<S extends Shape>(form: HTMLFormElement, shape: S) {
  const entries = Object.keys(shape).map((name) => {
    const element = form.elements.namedItem(name)
    const typed = element instanceof HTMLInputElement ? element.value : ''
    const mayBeMissing = shape[name]?.safeParse(undefined).success
    return [name, typed === '' && mayBeMissing ? undefined : typed]
  })
  return z.object(shape).safeParse(Object.fromEntries(entries))
}

function fieldsOf(issues: { path: PropertyKey[]; message: string }[]): Record<string, string> {
  return Object.fromEntries(issues.toReversed().map(({ path, message }) => [String(path[0]), i18n._(message)]))
}

function useCountdown(seconds: number | undefined): number {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    if (!seconds) return
    const until = Date.now() + seconds * 1000
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)))
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [seconds])
  return left
}
