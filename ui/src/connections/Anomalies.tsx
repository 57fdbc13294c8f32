import { useQuery } from '@tanstack/react-query'
import { anomaliesQuery } from '@/api/queries'
import type { Drift, Volume } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Section } from '@/parts/Page'
import { Table, type Column } from '@/parts/Table'
import { useWords } from '@/text'
import { Days } from './Days'

const colours: Record<Volume['state'], string> = { missing: 'bad', low: 'care', high: 'care', new: 'strong', early: 'soft', usual: 'soft' }

/** What came more or less often than usual, and which properties look otherwise than before. */
export function Anomalies() {
  const { t } = useWords()
  const c = t.plan.changes
  const query = useQuery(anomaliesQuery)
  return (
    <Loaded query={query}>
      {(found) => (found.volumes.length === 0
        ? <Empty picture="chart">{c.none}</Empty>
        : (
          <div>
            <Section title={c.volume}><Volumes rows={found.volumes} /></Section>
            <Section title={c.drift}><Drifts rows={found.drifts} /></Section>
          </div>
        ))}
    </Loaded>
  )
}

function Volumes({ rows }: { rows: Volume[] }) {
  const { t, f } = useWords()
  const c = t.plan.changes
  const columns: Column<Volume>[] = [
    { key: 'event', title: c.event, sort: (row) => row.name, cell: (row) => <><span className="strong">{row.name}</span> <span className="soft small">{row.type}</span></> },
    { key: 'state', title: c.state, cell: (row) => <span className={colours[row.state]}>{c.states[row.state]}</span> },
    { key: 'now', title: c.now, num: true, sort: (row) => row.days.at(-1) ?? 0, cell: (row) => f.number(row.days.at(-1) ?? 0) },
    { key: 'usual', title: c.usual, num: true, sort: (row) => row.usual ?? -1, cell: (row) => (row.usual === null ? <span className="soft">–</span> : f.number(row.usual)) },
    { key: 'days', title: c.days, cell: (row) => <Days counts={row.days} /> },
  ]
  return (
    <div className="stack">
      <p className="soft small reading">{c.volumeWhy}</p>
      <Table columns={columns} rows={rows} id={(row) => `${row.type} ${row.name}`} caption={c.volume} testid="volumes" />
    </div>
  )
}

function Drifts({ rows }: { rows: Drift[] }) {
  const { t, f } = useWords()
  const c = t.plan.changes
  const types: Record<string, string> = c.types
  const columns: Column<Drift>[] = [
    { key: 'event', title: c.event, sort: (row) => row.name, cell: (row) => <span className="strong">{row.name}</span> },
    { key: 'property', title: c.property, sort: (row) => row.key, cell: (row) => <code>{row.key}</code> },
    { key: 'change', title: c.change, cell: (row) => <>{c.kinds[row.change]}{row.became && <><br /><span className="soft small">{c.became(types[row.was] ?? row.was, types[row.became] ?? row.became)}</span></>}</> },
    { key: 'share', title: c.share, num: true, sort: (row) => Math.abs(row.after - row.before), cell: (row) => <>{f.percent(row.before)} → {f.percent(row.after)}</> },
  ]
  return (
    <div className="stack">
      <p className="soft small reading">{c.driftWhy}</p>
      {rows.length === 0 ? <p className="soft">{c.still}</p> : <Table columns={columns} rows={rows} id={(row) => `${row.type} ${row.name} ${row.key} ${row.change}`} caption={c.drift} testid="drifts" />}
    </div>
  )
}
