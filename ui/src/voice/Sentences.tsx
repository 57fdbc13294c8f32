import { Button } from '@mantine/core'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Page as Fetched, VoiceSentence } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Bones } from '@/parts/Loaded'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

type Query = UseInfiniteQueryResult<InfiniteData<Fetched<VoiceSentence>>>

/** What was written, with the words marked that decided how it is read. */
export function Sentences({ query, titles }: { query: Query; titles: Record<string, string> }) {
  const { t } = useWords()
  if (query.isError) return <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Bones lines={5} />
  const rows = query.data.pages.flatMap((page) => page.items)
  if (rows.length === 0) return <p className="soft" data-testid="voice-none">{t.voice.none}</p>
  return (
    <>
      <ul className="voice-said">{rows.map((row) => <One key={`${row.log_offset}-${row.place}`} row={row} titles={titles} />)}</ul>
      {query.hasNextPage && <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t.voice.more}</Button>}
    </>
  )
}

function One({ row, titles }: { row: VoiceSentence; titles: Record<string, string> }) {
  const { t, f } = useWords()
  const term = useTerm()
  const about = row.topics.map((name) => titles[name] ?? name).join(' · ')
  return (
    <li data-testid="voice-sentence" data-feeling={row.feeling}>
      <p className="reading" lang={row.language}><span className={`voice-dot ${row.feeling}`} aria-hidden="true" /><span className="sr">{t.voice[row.feeling as 'positive']}: </span>{marked(row.sentence, row.words)}</p>
      <p className="soft small">
        {[about, term('event', row.event), f.time(row.at)].filter(Boolean).join(' · ')}
        {row.person_id !== null && <> · <Link to="/people/$key" params={{ key: String(row.person_id) }}>{t.voice.person}</Link></>}
      </p>
    </li>
  )
}

/** The sentence with its deciding words marked; each as often as it was found. */
export function marked(sentence: string, words: string[]): ReactNode[] {
  const found = words.flatMap((word) => {
    const start = sentence.indexOf(word)
    return start < 0 ? [] : [{ start, end: start + word.length }]
  })
  const spots = found.sort((one, other) => one.start - other.start).filter((one, at, all) => at === 0 || one.start >= (all[at - 1]?.end ?? 0))
  const pieces: ReactNode[] = []
  let place = 0
  for (const spot of spots) {
    pieces.push(sentence.slice(place, spot.start), <mark key={spot.start}>{sentence.slice(spot.start, spot.end)}</mark>)
    place = spot.end
  }
  return [...pieces, sentence.slice(place)]
}
