import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldsQuery, timelineQuery } from '@/api/queries'
import type { TimelineEvent } from '@/api/types'
import { useSourceName } from '@/connections/useSourceName'
import { ErrorNote } from '@/parts/ErrorNote'
import { Bones } from '@/parts/Loaded'
import { PlayedMark } from '@/parts/State'
import { readable } from '@/parts/Value'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { byDay } from './baskets'

const looks = (event: TimelineEvent) =>
  event.revenue !== null ? 'order' : /^(Email|Journey|Campaign)/.test(event.name ?? '') ? 'message' : ''

/** Everything that happened, newest first, filtered by event name. */
export function Timeline({ address }: { address: string }) {
  const { t, f } = useWords()
  const [name, setName] = useState('')
  const [late] = useDebouncedValue(name, 250)
  const { data: fields } = useQuery(fieldsQuery)
  const query = useInfiniteQuery(timelineQuery(address, late || undefined))
  const events = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div data-testid="timeline">
      <div className="filters">
        <TextInput className="search-field" aria-label={t.people.filterEvent} placeholder={t.people.allEvents} list="event-names" value={name} onChange={(event) => setName(event.currentTarget.value)} data-testid="timeline-filter" />
        <datalist id="event-names">{fields?.events.map((event) => <option key={event.name} value={event.name} />)}</datalist>
      </div>
      {query.isError && <ErrorNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Bones lines={10} />}
      {query.isSuccess && events.length === 0 && <p className="soft">{t.people.noEvents}</p>}
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
