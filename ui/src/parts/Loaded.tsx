import { Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useWords } from '@/text'
import { ErrorNote } from './ErrorNote'

/** Skeleton, error or content: the three states of everything that is fetched. */
export function Loaded<T>({ query, children, lines = 6 }: { query: UseQueryResult<T>; children: (data: T) => ReactNode; lines?: number }) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
  return <Bones lines={lines} />
}

export function Bones({ lines = 6 }: { lines?: number }) {
  const { t } = useWords()
  return (
    <div aria-busy="true" aria-label={t.common.loading} className="stack" role="status">
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={14} width={`${92 - ((index * 17) % 41)}%`} radius={3} />
      ))}
    </div>
  )
}
