import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { importsQuery, sourcesQuery } from '@/api/queries'
import type { Import } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { Table, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { Remembered } from './Remembered'
import { Upload } from './Upload'
import { useSourceName } from './useSourceName'
import { Waiting } from './Waiting'

export function Imports() {
  const { t, f } = useWords()
  const { mayEdit } = useSession()
  const i = t.imports
  const query = useQuery(importsQuery)
  const { data: sources } = useQuery(sourcesQuery)
  const sourceName = useSourceName()
  const states: Record<string, string> = i.states
  const columns: Column<Import>[] = [
    { key: 'file', title: i.columns.file, sort: (row) => row.file, cell: (row) => row.file },
    { key: 'source', title: i.columns.source, cell: (row) => sourceName(row.source) },
    { key: 'state', title: i.columns.state, cell: (row) => <>{states[row.state] ?? row.state}{row.error && <span className="bad small"><br />{row.error}</span>}</> },
    { key: 'rows', title: i.columns.rows, num: true, sort: (row) => row.rows ?? 0, cell: (row) => f.number(row.rows) },
    { key: 'stored', title: i.columns.stored, num: true, sort: (row) => row.stored, cell: (row) => f.number(row.stored) },
    { key: 'failed', title: i.columns.failed, num: true, sort: (row) => row.failed, cell: (row) => (row.failed > 0 ? <Link to="/connections/imports/$id" params={{ id: row.id }}>{i.errors(row.failed)}</Link> : f.number(0)) },
    { key: 'started', title: i.columns.started, num: true, sort: (row) => row.started_at, cell: (row) => <span className="soft">{f.time(row.started_at)}</span> },
  ]
  return (
    <Page title={i.title} testid="imports">
      {mayEdit && <Upload sources={sources ?? []} />}
      <Loaded query={query}>
        {(rows) => (rows.length === 0 ? <Empty picture="list">{i.empty}</Empty> : <Table columns={columns} rows={rows} id={(row) => row.id} caption={i.title} testid="imports-table" />)}
      </Loaded>
      <Waiting mayEdit={mayEdit} />
      <Remembered mayEdit={mayEdit} />
    </Page>
  )
}
