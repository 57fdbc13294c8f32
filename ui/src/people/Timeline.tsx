import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldsQuery, sourcesQuery, timelineQuery, type TimelineFilter } from '@/api/queries'
import type { TimelineEvent } from '@/api/types'
import { useSourceName } from '@/connections/useSourceName'
import { ErrorNote } from '@/parts/ErrorNote'
import { Bones } from '@/parts/Loaded'
import { Pick } from '@/parts/Pick'
import { PlayedMark } from '@/parts/State'
import { readable } from '@/parts/Value'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { byDay } from './baskets'

const looks = (event: TimelineEvent) =>
  event.revenue !== null ? 'order' : /^(Email|Journey|Campaign)/.test(event.name ?? '') ? 'message' : ''

/** Everything that happened, newest first, filtered by event name. */
export function Timeline({ address }: { address: string }) {
  const { t, f } = useWords()
  const [only, setOnly] = useState<TimelineFilter>({})
  const [late] = useDebouncedValue(only, 250)
  const query = useInfiniteQuery(timelineQuery(address, late))
  const filtered = Object.values(late).some(Boolean)
  const events = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div data-testid="timeline">
      <Filter only={only} onChange={setOnly} />
      {query.isError && <ErrorNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Bones lines={10} />}
      {query.isSuccess && events.length === 0 && <p className="soft">{filtered ? t.people.noEventsLike : t.people.noEvents}</p>}
      {byDay(events, f.day).map(({ day, baskets }) => (
        <section key={day}>
          <h3 className="timeline-day">{day}</h3>
          <ol className="timeline">
            {baskets.map((basket) => (
              <li key={basket[0]?.log_offset} className={basket[0] && looks(basket[0])}>
                <Basket events={basket} />
              </li>
            ))}
          </ol>
        </section>
      ))}
      {query.hasNextPage && (
        <Button variant="default" size="xs" mt={12} loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t.common.more}</Button>
      )}
    </div>
  )
}

const kinds = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const

/** By event, kind, source, days and words; what is empty lets everything through. */
function Filter({ only, onChange }: { only: TimelineFilter; onChange: (only: TimelineFilter) => void }) {
  const { t } = useWords()
  const { seesPersonalData } = useSession()
  const { data: fields } = useQuery(fieldsQuery)
  const { data: sources } = useQuery(sourcesQuery)
  const change = (part: TimelineFilter) => onChange({ ...only, ...part })
  const day = (value: string, after: number) => {
    if (!value) return undefined
    const moment = new Date(`${value}T00:00:00`)
    moment.setDate(moment.getDate() + after)
    return moment.toISOString()
  }
  return (
    <div className="filters">
      <TextInput className="search-field" aria-label={t.people.filterEvent} placeholder={t.people.allEvents} list="event-names" value={only.name ?? ''} onChange={(event) => change({ name: event.currentTarget.value || undefined })} data-testid="timeline-filter" />
      <datalist id="event-names">{fields?.events.map((event) => <option key={event.name} value={event.name} />)}</datalist>
      {seesPersonalData && <TextInput aria-label={t.people.filterText} placeholder={t.people.filterText} value={only.text ?? ''} onChange={(event) => change({ text: event.currentTarget.value || undefined })} data-testid="timeline-text" />}
      <Pick label={t.people.filterKind} bare value={only.type ?? ''} onChange={(type) => change({ type: type || undefined })} options={[{ value: '', label: t.people.allKinds }, ...kinds.map((kind) => ({ value: kind, label: t.people.kinds[kind] }))]} testid="timeline-kind" />
      <Pick label={t.people.source} bare value={only.source ?? ''} onChange={(source) => change({ source: source || undefined })} options={[{ value: '', label: t.people.allSources }, ...(sources ?? []).map((source) => ({ value: source.id, label: source.name }))]} testid="timeline-source" />
      <label className="row" style={{ gap: 8 }}><span className="soft small">{t.people.from}</span><TextInput type="date" onChange={(event) => change({ since: day(event.currentTarget.value, 0) })} data-testid="timeline-from" /></label>
      <label className="row" style={{ gap: 8 }}><span className="soft small">{t.people.until}</span><TextInput type="date" onChange={(event) => change({ until: day(event.currentTarget.value, 1) })} data-testid="timeline-until" /></label>
    </div>
  )
}

/** One thing that happened; the lines of one order are one thing. */
function Basket({ events }: { events: TimelineEvent[] }) {
  const { f } = useWords()
  const sourceName = useSourceName()
  const term = useTerm()
  const [first] = events
  if (!first) return null
  const revenue = events.reduce((sum, event) => sum + Number(event.revenue ?? 0), 0)
  return (
    <details>
      <summary>
        <span className="strong">{term('event', first.name ?? first.type)}{events.length > 1 && <span className="soft"> × {f.number(events.length)}</span>}</span>
        {first.revenue !== null && <span>{f.money(revenue, undefined, 2)}</span>}
        <PlayedMark played={first.played} />
        <span className="soft small">{f.clock(first.at)} · {sourceName(first.source)}</span>
      </summary>
      {events.map((event) => <Properties key={event.log_offset} event={event} several={events.length > 1} />)}
    </details>
  )
}

function Properties({ event, several }: { event: TimelineEvent; several: boolean }) {
  const { f } = useWords()
  const properties = Object.entries(event.properties ?? {})
  if (several) return <p className="small props">{event.revenue !== null && <span className="strong">{f.money(event.revenue, undefined, 2)} </span>}<span className="soft">{readable(event.properties)}</span></p>
  if (properties.length === 0) return null
  return (
    <dl className="facts props">
      {properties.map(([key, value]) => (
        <div key={key} style={{ display: 'contents' }}><dt>{key}</dt><dd>{readable(value)}</dd></div>
      ))}
    </dl>
  )
}
