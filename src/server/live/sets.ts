/** Sets by key: an empty one is no longer there. */
export function addTo<Key, Entry>(sets: Map<Key, Set<Entry>>, key: Key, ...entries: Entry[]) {
  const own = sets.get(key) ?? new Set()
  for (const entry of entries) own.add(entry)
  sets.set(key, own)
}

export function removeFrom<Key, Entry>(sets: Map<Key, Set<Entry>>, key: Key, entry: Entry) {
  const own = sets.get(key)
  own?.delete(entry)
  if (own?.size === 0) sets.delete(key)
}
