import type { Stage } from '../stage.ts'

const mostUnsent = 5

type Company = { people: number; listeners: number; devices: number; pauseMs?: [number, number] }

/** A group in which all are busy: some only send, some only listen, and some do both with the app itself. */
export async function busyGroup(stage: Stage, company: Company) {
  const everybody = await stage.invite(company.people + company.listeners + company.devices)
  const chatId = await stage.gather(everybody[0]!, 'Engines', everybody.slice(1))
  const people = everybody.slice(0, company.people)
  const listeners = everybody.slice(company.people, company.people + company.listeners).map((who) => stage.listen(who))
  const devices = everybody.slice(company.people + company.listeners).map((who) => stage.open(who, [chatId]))
  await stage.ready()
  const senders = stage.speak(people, [chatId], company.pauseMs)
  const chatter = setInterval(() => {
    for (const device of devices) if (device.unsent() < mostUnsent) device.say(chatId, `${device.name} says something`)
  }, 300)
  stage.whenClosed(() => clearInterval(chatter))
  return {
    chatId,
    people,
    listeners,
    devices,
    senders: {
      async stop(patienceMs?: number) {
        clearInterval(chatter)
        await senders.stop(patienceMs)
      },
    },
  }
}
