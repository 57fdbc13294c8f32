import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/api/client'
import { retentionQuery, taskQuery } from '@/api/queries'
import type { CataloguePage, Retention as RetentionView } from '@/api/types'
import { usePanel } from '@/frame/panel'
import { Confirm } from '@/parts/Confirm'
import { Empty } from '@/parts/Empty'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { Section } from '@/parts/Page'
import { Table, type Column } from '@/parts/Table'
import { TaskProgress } from '@/parts/TaskProgress'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { RetentionRule } from './RetentionRule'

interface Row {
  name: string
  events: number
  days: number | null
  gone: number
}

/** How long events of each name are kept, with what that would take out now. */
export function Retention({ page }: { page: CataloguePage }) {
  const query = useQuery(retentionQuery)
  return <Loaded query={query} lines={6}>{(found) => <Kept page={page} found={found} />}</Loaded>
}

function Kept({ page, found }: { page: CataloguePage; found: RetentionView }) {
  const { t, f } = useWords()
  const r = t.catalogue.retention
  const { mayManage } = useSession()
  const panel = usePanel()
  const counts = new Map(page.items.filter((line) => line.kind === 'event').map((line) => [line.event, line.count]))
  const names = [...new Set([...counts.keys(), ...found.rules.map((rule) => rule.name)])]
  const rows = names.map((name): Row => {
    const rule = found.rules.find((one) => one.name === name)
    return { name, events: counts.get(name) ?? 0, days: rule?.days ?? null, gone: rule?.events ?? 0 }
  })
  const ordered = rows.toSorted((a, b) => Number(a.days === null) - Number(b.days === null) || b.events - a.events)
  if (rows.length === 0) return <Empty picture="list">{r.empty}</Empty>
  const open = (row: Row) => panel.show({ title: r.title(row.name), body: <RetentionRule key={row.name} name={row.name} events={row.events} /> })
  const columns: Column<Row>[] = [
    { key: 'event', title: r.columns.event, sort: (row) => row.name, cell: (row) => <button type="button" className="link strong" onClick={() => open(row)}>{row.name}</button> },
    { key: 'events', title: r.columns.events, num: true, sort: (row) => row.events, cell: (row) => f.number(row.events) },
    { key: 'days', title: r.columns.days, num: true, sort: (row) => row.days ?? Infinity, cell: (row) => (row.days === null ? <span className="soft">{r.forEver}</span> : r.days(row.days)) },
    { key: 'gone', title: r.columns.gone, num: true, sort: (row) => row.gone, cell: (row) => (row.days === null ? <span className="soft">–</span> : <span className={row.gone > 0 ? 'care' : undefined}>{f.number(row.gone)}</span>) },
  ]
  return (
    <div className="stack">
      <p className="soft reading">{r.lead}</p>
      {!mayManage && <p className="note small">{r.onlyAdmin}</p>}
      <Table columns={columns} rows={ordered} id={(row) => row.name} caption={t.catalogue.tabs.retention} testid="retention-table" />
      <Runs found={found} going={rows.filter((row) => row.gone > 0)} />
    </div>
  )
}

function Runs({ found, going }: { found: RetentionView; going: Row[] }) {
  const { t, f } = useWords()
  const r = t.catalogue.retention
  const { mayManage, hub } = useSession()
  const gone = going.reduce((all, row) => all + row.gone, 0)
  const name = going.length === 1 && going[0] ? going[0].name : hub?.name ?? ''
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [task, setTask] = useState<string | null>(null)
  const { data: running } = useQuery(taskQuery<RetentionView['runs'][number]>(task))
  const over = running && running.state !== 'running'
  useEffect(() => {
    if (over) for (const key of ['retention', 'catalogue', 'people']) void client.invalidateQueries({ queryKey: [key] })
  }, [over, client])
  const run = async () => setTask((await api.post<{ task_id: string }>('/retention/run')).task_id)
  const sum = (events: Record<string, number>) => Object.values(events).reduce((all, one) => all + one, 0)
  return (
    <Section title={r.runs} side={mayManage && gone > 0 && running?.state !== 'running' && <Button size="xs" variant="default" onClick={() => setAsking(true)} data-testid="retention-run">{r.run}</Button>}>
      {running?.state === 'running' && <TaskProgress task={running} title={r.running} />}
      {running?.error && <ErrorNote error={running.error} />}
      {found.runs.length === 0 && <p className="soft">{r.runsEmpty}</p>}
      <ul data-testid="retention-runs">
        {found.runs.map((one) => (
          <li key={one.id} className="row between" style={{ padding: '8px 0', borderBottom: '1px solid var(--line)' }}>
            <span>{sum(one.events) > 0 ? r.took(sum(one.events)) : <span className="soft">{r.tookNothing}</span>} <span className="soft small">{Object.keys(one.events).join(' · ')}</span></span>
            <span className="soft small">{f.time(one.at)}</span>
          </li>
        ))}
      </ul>
      <Confirm open={asking} onClose={() => setAsking(false)} title={r.runTitle} action={r.runAction(gone)} onAction={run} danger typeName={{ label: r.typeName(name), name }}>
        <p>{r.runBody(gone)}</p>
        <ul className="small">{going.map((row) => <li key={row.name}>{row.name} <span className="soft">{r.took(row.gone)}</span></li>)}</ul>
      </Confirm>
    </Section>
  )
}
