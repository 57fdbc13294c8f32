import type { ReplayRun } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Section } from '@/parts/Page'
import { Table, type Column } from '@/parts/Table'
import { useWords } from '@/text'
import { useSourceName } from './useSourceName'

const tones: Record<ReplayRun['state'], string> = { running: 'strong', done: 'good', stopped: 'soft', failed: 'bad' }

/** Who replayed what, and what came of it. */
export function PastReplays({ replays }: { replays: ReplayRun[] }) {
  const { t, f } = useWords()
  const r = t.replay
  const source = useSourceName()
  const told = ({ selection: { sources = [], events = [], since, until, by = 'received' } }: ReplayRun) => {
    const range = since || until ? r.range(since ? f.time(since) : '', until ? f.time(until) : '', r.bys[by]) : ''
    return [...events, ...sources.map(source), range].filter(Boolean).join(' · ') || r.everything
  }
  const columns: Column<ReplayRun>[] = [
    { key: 'when', title: r.when, cell: (row) => f.time(row.asked_at) },
    { key: 'what', title: r.what, cell: told },
    { key: 'by', title: r.who, cell: (row) => row.by },
    { key: 'state', title: r.state, cell: (row) => <span className={tones[row.state]}>{r.states[row.state]}{row.error && <> <span className="soft small">{row.error}</span></>}</span> },
    { key: 'lines', title: r.lines, num: true, cell: (row) => (row.changes ? f.number(row.changes.events.lines) : '–') },
    { key: 'changed', title: r.differ, num: true, cell: (row) => (row.changes ? f.number(row.changes.events.changed + row.changes.events.held + row.changes.events.released) : '–') },
    { key: 'people', title: r.people, num: true, cell: (row) => (row.changes ? f.number(row.changes.people.touched) : '–') },
  ]
  return (
    <Section title={r.past} testid="past-replays">
      {replays.length === 0 ? <Empty picture="flow">{r.none}</Empty> : <Table columns={columns} rows={replays} id={(row) => row.id} caption={r.past} testid="replays" />}
    </Section>
  )
}
