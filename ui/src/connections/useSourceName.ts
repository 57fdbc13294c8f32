import { useQuery } from '@tanstack/react-query'
import { sourcesQuery } from '@/api/queries'
import { useTerm } from '@/text/terms'

/** Facts carry the id of their source; people know it by its name. */
export function useSourceName(): (id: string) => string {
  const { data } = useQuery({ ...sourcesQuery, staleTime: 60_000, refetchInterval: false })
  const term = useTerm()
  const names = new Map(data?.map((source) => [source.id, source.name]))
  return (id) => names.get(id) ?? term('source', id)
}
