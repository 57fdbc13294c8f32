import './connectors.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { connectorsQuery } from '@/api/queries'
import type { Connector } from '@/api/types'
import { usePanel } from '@/frame/panel'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { Table, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { ConnectorForm } from './ConnectorForm'
import { ConnectorPanel } from './ConnectorPanel'
import { StateWord } from './ConnectorState'

/** What fetches rows from elsewhere: how far each is, what is wrong, and what to do about it. */
export function Connectors() {
  const { t, f } = useWords()
  const { mayManage } = useSession()
  const c = t.connectors
  const query = useQuery(connectorsQuery)
  const panel = usePanel()
  const [adding, setAdding] = useState(false)
  const [editing, setEditing] = useState<Connector | null>(null)
  const edit = (row: Connector) => {
    panel.hide()
    setAdding(false)
    setEditing(row)
  }
  const open = (row: Connector) => panel.show({ title: row.name, body: <ConnectorPanel key={row.id} id={row.id} onEdit={edit} /> })
  const create = mayManage && <Button onClick={() => { setEditing(null); setAdding(true) }} data-testid="new-connector">{c.create}</Button>
  const columns: Column<Connector>[] = [
    {
      key: 'name', title: c.columns.name, sort: (row) => row.name, width: '34%',
      cell: (row) => (
        <>
          <button type="button" className="link strong" onClick={() => open(row)}>{row.name}</button>
          <br /><span className="soft small">{row.kind_title} · {c.every(row.schedule)}</span>
          {row.last_run?.error && row.state !== 'running' && <span className="connector-error"><span className="bad">{row.last_run.error.message}</span> {row.last_run.error.next_action}</span>}
        </>
      ),
    },
    { key: 'state', title: c.columns.state, sort: (row) => row.state, cell: (row) => <StateWord state={row.state} /> },
    { key: 'current', title: c.columns.current, sort: (row) => row.current_at ?? '', cell: (row) => (row.current_at ? <>{f.time(row.current_at)}<br /><span className="soft small">{f.ago(row.current_at, new Date())}</span></> : <span className="soft">{c.never}</span>) },
    {
      key: 'last', title: c.columns.last, cell: (row) => (row.last_run
        ? <>{c.outcome(row.last_run.fresh, f.number(row.last_run.events))}{row.last_run.failed > 0 && <><br /><button type="button" className="link small" onClick={() => open(row)}>{c.notTaken(row.last_run.failed)}</button></>}</>
        : <span className="soft">{c.never}</span>),
    },
    { key: 'next', title: c.columns.next, num: true, sort: (row) => row.next_at ?? '', cell: (row) => <span className="soft">{f.time(row.next_at)}</span> },
  ]
  return (
    <Page title={c.title} lead={c.lead} actions={!adding && !editing && create} testid="connectors">
      {adding && <ConnectorForm onClose={() => setAdding(false)} />}
      {editing && <ConnectorForm key={editing.id} one={editing} onClose={() => setEditing(null)} />}
      <Loaded query={query}>
        {(rows) => {
          if (rows.length > 0) return <Table columns={columns} rows={rows} id={(row) => row.id} caption={c.title} testid="connectors-table" />
          return adding ? null : <Empty picture="plug" action={create}>{mayManage ? c.empty : c.emptyFor}</Empty>
        }}
      </Loaded>
    </Page>
  )
}
