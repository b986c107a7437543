export type Finding = { about: string; state: 'fine' | 'warning' | 'fault'; says: string; advice?: string }

export function fine(about: string, says: string): Finding {
  return { about, state: 'fine', says }
}

export function warning(about: string, says: string, advice: string): Finding {
  return { about, state: 'warning', says, advice }
}

export function fault(about: string, says: string, advice: string): Finding {
  return { about, state: 'fault', says, advice }
}

const signs = { fine: '✓', warning: '!', fault: '✗' }

export function print({ about, state, says, advice }: Finding) {
  console.log(`${signs[state]} ${about}: ${says}`)
  if (advice) console.log(`    → ${advice}`)
}
