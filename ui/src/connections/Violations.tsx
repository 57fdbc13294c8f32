import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { violationsQuery } from '@/api/queries'
import type { Plan, Violation } from '@/api/types'
import { usePanel } from '@/frame/panel'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Table, type Column } from '@/parts/Table'
import { useWords } from '@/text'
import { Days } from './Days'
import { useSourceName } from './useSourceName'

/** In what events differed from the plan: how often, since when, whose it is. */
export function Violations({ plan, begin }: { plan: Plan; begin: ReactNode }) {
  const { t, f } = useWords()
  const p = t.plan
  const query = useQuery(violationsQuery)
  const panel = usePanel()
  const sourceName = useSourceName()
  const actions: Record<string, string> = p.actions
  const open = (row: Violation) =>
    panel.show({
      title: row.name,
      body: <div className="stack">
        <p className="strong">{row.key || p.whole}</p>
        <p>{row.problem_text} {actions[row.action] ?? row.action}</p>
        <p className="soft small">{sourceName(row.source)} · {f.time(row.last_at)}{row.owner && ` · ${row.owner}`}{row.steward && ` · ${row.steward}`}</p>
        <h3>{p.latest}</h3>
        <pre className="note">{pretty(row.sample)}</pre>
      </div>,
    })
  const columns: Column<Violation>[] = [
    { key: 'event', title: p.columns.event, sort: (row) => row.name, cell: (row) => <><span className="strong">{row.name}</span> <span className="soft small">{sourceName(row.source)}</span></> },
    { key: 'key', title: p.columns.key, sort: (row) => row.key, cell: (row) => (row.key ? <code>{row.key}</code> : <span className="soft">{p.whole}</span>) },
    { key: 'problem', title: p.columns.problem, cell: (row) => <button type="button" className="link" onClick={() => open(row)}>{row.problem_text}</button>, width: '24%' },
    { key: 'action', title: p.columns.action, sort: (row) => row.action, cell: (row) => <span className={row.action === 'quarantine' ? 'bad' : row.action === 'drop' ? 'care' : 'soft'}>{actions[row.action] ?? row.action}</span> },
    { key: 'events', title: p.columns.events, num: true, sort: (row) => row.events, cell: (row) => f.number(row.events) },
    { key: 'owner', title: p.columns.owner, cell: (row) => row.owner || <span className="soft">–</span> },
    { key: 'days', title: p.columns.days, cell: (row) => <Days counts={row.days} /> },
  ]
  return (
    <Loaded query={query}>
      {(rows) =>
        rows.length > 0
          ? <Table columns={columns} rows={rows} id={(row) => [row.source, row.type, row.name, row.place, row.key, row.problem, row.action].join(' ')} caption={p.tabs.differences} testid="violations" />
          : <Empty picture={plan.version ? 'chart' : 'list'} action={plan.version ? undefined : begin}>{plan.version ? p.noDifferences : p.noPlan}</Empty>
      }
    </Loaded>
  )
}

function pretty(text: string) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
