/** How large everything is: as it is measured, or just enough to show that it works. */
export const whole = {
  users: 2000,
  hall: 1000,
  parlour: 100,
  senders: 64,
  warmUpSeconds: 1,
  burstSeconds: 4,
  perSecond: 15,
  pacedSeconds: 20,
  sendSeconds: 5,
  settleMs: 1500,
  quietWithinMs: 30_000,
  idle: 2000,
  messages: 5_000_000,
  chats: 5000,
  deepUsers: 10_000,
}

export type Sizes = typeof whole

export const quick: Sizes = {
  users: 40,
  hall: 20,
  parlour: 10,
  senders: 8,
  warmUpSeconds: 0,
  burstSeconds: 0.1,
  perSecond: 20,
  pacedSeconds: 0.5,
  sendSeconds: 0.1,
  settleMs: 50,
  quietWithinMs: 100,
  idle: 40,
  messages: 20_000,
  chats: 20,
  deepUsers: 50,
}
