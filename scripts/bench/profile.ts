type Profile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

/** Where the processor was, without what was called from there: by file or package, then by function. */
export function hotSpots(json: string, most = 25): string {
  const { nodes, samples, timeDeltas } = JSON.parse(json) as Profile
  const frames = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const place = url.replace(/^.*?(node_modules|src|scripts)\//, '$1/')
      const name = functionName || '(anonymous)'
      return [id, { name: `${name} ${place}${place ? `:${lineNumber + 1}` : ''}`, origin: originOf(place, name) }]
    }),
  )
  const [byFunction, byOrigin] = [new Map<string, number>(), new Map<string, number>()]
  samples.forEach((id, index) => {
    const { name, origin } = frames.get(id)!
    if (notOurs.has(origin)) return
    add(byFunction, name, timeDeltas[index] ?? 0)
    add(byOrigin, origin, timeDeltas[index] ?? 0)
  })
  return `${listOf(byOrigin, most)}\n\n${listOf(byFunction, most)}`
}

/** Waiting, and the profiler at its own work. */
const notOurs = new Set(['(idle)', 'native dispatch'])

function originOf(place: string, name: string): string {
  const [, ofPackage] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(place) ?? []
  if (ofPackage) return ofPackage
  // Compiled code calls these, and none of them has a file: the kernel's writes, collections, parsers.
  return place.replace(/^node:internal\/deps\//, 'node:') || (name.startsWith('(') ? name : `native ${name}`)
}

function add(spent: Map<string, number>, name: string, value: number) {
  spent.set(name, (spent.get(name) ?? 0) + value)
}

function listOf(spent: Map<string, number>, most: number): string {
  const all = [...spent.values()].reduce((sum, value) => sum + value, 0)
  return [...spent]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, most)
    .map(([name, value]) => `${((100 * value) / all).toFixed(1).padStart(5)} %  ${name}`)
    .join('\n')
}
