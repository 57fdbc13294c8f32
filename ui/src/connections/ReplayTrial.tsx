import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { audiencesQuery, campaignsQuery } from '@/api/queries'
import type { ReplayChanges } from '@/api/types'
import { Section } from '@/parts/Page'
import { Table } from '@/parts/Table'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

const changesAny = ({ events, people, links_made, links_gone, consents, audiences }: ReplayChanges) =>
  events.changed + events.held + events.released + people.touched + links_made + links_gone + consents.length + audiences.length > 0

/** What a replay would change, and the button that does it. */
export function ReplayTrial({ changes, onStart }: { changes: ReplayChanges; onStart: () => void }) {
  const { t, f } = useWords()
  const r = t.replay
  if (!changesAny(changes)) return <p className="note good" role="status" data-testid="replay-nothing">{r.nothing(changes.events.lines)}</p>
  return (
    <Section title={r.would} testid="replay-trial" side={<Button onClick={onStart} data-testid="replay-start">{r.start}</Button>}>
      <div className="replay-figures" role="status">
        <Figure value={f.number(changes.events.lines)} word={r.lines} />
        <Figure value={f.number(changes.events.changed)} word={r.changed} />
        <Figure value={f.number(changes.events.held)} word={r.held} tone={changes.events.held ? 'care' : ''} />
        <Figure value={f.number(changes.events.released)} word={r.released} tone={changes.events.released ? 'good' : ''} />
        <Figure value={f.number(changes.people.touched)} word={r.people} />
      </div>
      <PeopleLine changes={changes} />
      <div className="replay-tables">
        <Events changes={changes} />
        <Traits changes={changes} />
        <Consents changes={changes} />
        <Audiences changes={changes} />
      </div>
    </Section>
  )
}

function Figure({ value, word, tone = '' }: { value: string; word: string; tone?: string }) {
  return <div><div className={`figure ${tone}`}>{value}</div><div className="soft small">{word}</div></div>
}

function PeopleLine({ changes: { people, joined } }: { changes: ReplayChanges }) {
  const { t } = useWords()
  const r = t.replay
  const told = (['joined', 'split', 'appeared', 'gone'] as const).filter((kind) => people[kind] > 0).map((kind) => r.moves[kind](people[kind]))
  if (told.length === 0) return null
  return (
    <div className="stack tight" style={{ marginBottom: 20 }} data-testid="replay-people">
      <p>{told.join(r.comma)}</p>
      {joined.map((one) => <p key={one.from_person} className="soft small">{r.into(one.from_person, one.into_person)}</p>)}
    </div>
  )
}

function Events({ changes: { by_event } }: { changes: ReplayChanges }) {
  const { t, f } = useWords()
  const r = t.replay
  if (by_event.length === 0) return null
  return (
    <div>
      <h3>{r.byEvent}</h3>
      <Table
        rows={by_event} id={(row) => row.name} caption={r.byEvent} testid="replay-events"
        columns={[
          { key: 'name', title: r.event, cell: (row) => <span className="strong">{row.name}</span> },
          { key: 'changed', title: r.changed, num: true, cell: (row) => f.number(row.changed) },
          { key: 'held', title: r.held, num: true, cell: (row) => f.number(row.held) },
          { key: 'released', title: r.released, num: true, cell: (row) => f.number(row.released) },
        ]}
      />
    </div>
  )
}

function Traits({ changes: { traits } }: { changes: ReplayChanges }) {
  const { t, f } = useWords()
  const r = t.replay
  const term = useTerm()
  if (traits.length === 0) return null
  return (
    <div>
      <h3>{r.traits}</h3>
      <Table
        rows={traits} id={(row) => row.name} caption={r.traits} testid="replay-traits"
        columns={[
          { key: 'name', title: r.trait, cell: (row) => <span className="strong">{term('trait', row.name)}</span> },
          { key: 'people', title: r.count, num: true, cell: (row) => f.number(row.people) },
          {
            key: 'examples', title: r.examples, cell: (row) => row.examples.map((one) => (
              <div key={one.person_id} className="small">
                <Link to="/people/$key" params={{ key: String(one.person_id) }}>{r.person(one.person_id)}</Link>{' '}
                {one.before ?? '–'} → {one.after ?? '–'}
              </div>
            )),
          },
        ]}
      />
    </div>
  )
}

function Consents({ changes: { consents } }: { changes: ReplayChanges }) {
  const { t, f } = useWords()
  const r = t.replay
  if (consents.length === 0) return null
  return (
    <div>
      <h3>{r.consents}</h3>
      <Table
        rows={consents} id={(row) => `${row.channel} ${row.purpose}`} caption={r.consents} testid="replay-consents"
        columns={[
          { key: 'what', title: r.consent, cell: (row) => <span className="strong">{row.purpose} · {row.channel}</span> },
          { key: 'granted', title: r.granted, num: true, cell: (row) => f.number(row.granted) },
          { key: 'ended', title: r.ended, num: true, cell: (row) => f.number(row.ended) },
        ]}
      />
    </div>
  )
}

function Audiences({ changes: { audiences } }: { changes: ReplayChanges }) {
  const { t, f } = useWords()
  const r = t.replay
  const { data: known } = useQuery(audiencesQuery)
  const { data: campaigns } = useQuery(campaignsQuery())
  const names = new Map([...(known ?? []), ...(campaigns ?? [])].map((one) => [one.id, one.name]))
  if (audiences.length === 0) return null
  return (
    <div>
      <h3>{r.audiences}</h3>
      <Table
        rows={audiences} id={(row) => row.audience_id} caption={r.audiences} testid="replay-audiences"
        columns={[
          { key: 'name', title: r.audience, cell: (row) => <span className="strong">{names.get(row.audience_id) ?? row.audience_id}</span> },
          { key: 'entered', title: r.entered, num: true, cell: (row) => f.number(row.entered) },
          { key: 'left', title: r.left, num: true, cell: (row) => f.number(row.left) },
        ]}
      />
      <p className="soft small">{r.quiet}</p>
    </div>
  )
}
