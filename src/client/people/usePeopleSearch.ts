import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type Person, trpc } from '../trpc.ts'
import { useDebounced } from '../ui/useDebounced.ts'

const pauseMs = 150
const mostLetters = 64

/** Everybody whose name or username has the text. */
export function usePeopleSearch(typed: string) {
  const text = useDebounced(typed.slice(0, mostLetters), pauseMs)
  const { client } = trpc.useUtils()
  const found = useInfiniteQuery({
    queryKey: ['people', text],
    queryFn: ({ pageParam: cursor }) => client.users.search.query({ text, cursor, limit: 30 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  const { data, isPending, isFetching, isPlaceholderData, error, refetch, hasNextPage, fetchNextPage } = found
  // What was found for fewer letters stays until there is more, as far as it still fits.
  const wanted = typed.trim().toLowerCase()
  const fits = ({ displayName, username }: Person) =>
    [displayName, username].some((name) => name.toLowerCase().includes(wanted))
  const people = (data?.pages.flatMap(({ users }) => users) ?? []).filter(fits)
  const onScroll = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: { currentTarget: HTMLElement }) => {
    const isNearEnd = scrollHeight - clientHeight - scrollTop < clientHeight
    if (isNearEnd && hasNextPage && !isFetching) void fetchNextPage()
  }
  const isSettled = typed.slice(0, mostLetters) === text && !isPlaceholderData && !isPending
  return { people, isSettled, isLoading: isPending, error, refetch, onScroll }
}
