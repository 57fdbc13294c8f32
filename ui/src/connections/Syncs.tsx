import './connectors.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { audiencesQuery, syncsQuery } from '@/api/queries'
import type { Sync } from '@/api/types'
import { usePanel } from '@/frame/panel'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { Table, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { StateWord } from './ConnectorState'
import { NewSync } from './NewSync'
import { SyncPanel } from './SyncPanel'

/** What keeps other systems up to date about people: how current each is, what is wrong, and what to do about it. */
export function Syncs() {
  const { t, f } = useWords()
  const { mayManage } = useSession()
  const c = t.syncs
  const query = useQuery(syncsQuery)
  const { data: audiences } = useQuery(audiencesQuery)
  const panel = usePanel()
  const [adding, setAdding] = useState(false)
  const nameOf = (id: string | null) => (id === null ? c.everybody : audiences?.find((one) => one.id === id)?.name ?? id)
  const open = (row: Sync) => panel.show({ title: row.name, body: <SyncPanel key={row.id} id={row.id} /> })
  const create = mayManage && <Button onClick={() => setAdding(true)} data-testid="new-sync">{c.create}</Button>
  const columns: Column<Sync>[] = [
    {
      key: 'name', title: c.columns.name, sort: (row) => row.name, width: '34%',
      cell: (row) => (
        <>
          <button type="button" className="link strong" onClick={() => open(row)}>{row.name}</button>
          <br /><span className="soft small">{nameOf(row.audience)} → {row.kind_title} · {t.connectors.every(row.schedule)}</span>
          {row.last_run?.error && row.state !== 'running' && <span className="connector-error"><span className="bad">{row.last_run.error.message}</span> {row.last_run.error.next_action}</span>}
        </>
      ),
    },
    { key: 'state', title: c.columns.state, sort: (row) => row.state, cell: (row) => <StateWord state={row.state} /> },
    { key: 'current', title: c.columns.current, sort: (row) => row.current_at ?? '', cell: (row) => (row.current_at ? <>{f.time(row.current_at)}<br /><span className="soft small">{f.ago(row.current_at, new Date())}</span></> : <span className="soft">{t.connectors.never}</span>) },
    {
      key: 'last', title: c.columns.last, cell: (row) => (row.last_run
        ? <>{c.outcome(row.last_run.put, row.last_run.removed)}<br /><span className="soft small">{c.there(row.last_run.wanted)}</span></>
        : <span className="soft">{t.connectors.never}</span>),
    },
    { key: 'next', title: c.columns.next, num: true, sort: (row) => row.next_at ?? '', cell: (row) => <span className="soft">{f.time(row.next_at)}</span> },
  ]
  return (
    <Page title={c.title} lead={c.lead} actions={!adding && create} testid="syncs">
      {adding && <NewSync onClose={() => setAdding(false)} />}
      <Loaded query={query}>
        {(rows) => {
          if (rows.length > 0) return <Table columns={columns} rows={rows} id={(row) => row.id} caption={c.title} testid="syncs-table" />
          return adding ? null : <Empty picture="plug" action={create}>{mayManage ? c.empty : c.emptyFor}</Empty>
        }}
      </Loaded>
    </Page>
  )
}
