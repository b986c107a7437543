type Profile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

/** Where the processor was, by function, without what it called. */
export function hotSpots(json: string, most = 25): string {
  const { nodes, samples, timeDeltas } = JSON.parse(json) as Profile
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || '(anonymous)'} ${url.replace(/^.*?(node_modules|src|scripts)\//, '$1/')}${url ? `:${lineNumber + 1}` : ''}`,
    ]),
  )
  const spent = new Map<string, number>()
  samples.forEach((id, place) => {
    const name = names.get(id) ?? ''
    spent.set(name, (spent.get(name) ?? 0) + (timeDeltas[place] ?? 0))
  })
  spent.delete('(idle) ')
  const busy = [...spent.values()].reduce((sum, value) => sum + value, 0)
  return [...spent]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, most)
    .map(([name, value]) => `${((100 * value) / busy).toFixed(1).padStart(5)} %  ${name}`)
    .join('\n')
}
