import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { importErrorsQuery } from '@/api/queries'
import type { ImportRowError } from '@/api/types'
import { Page } from '@/parts/Page'
import { EndlessTable, type Column } from '@/parts/Table'
import { useWords } from '@/text'

export function ImportErrors() {
  const { t, f } = useWords()
  const { id = '' } = useParams({ strict: false })
  const i = t.imports
  const query = useInfiniteQuery(importErrorsQuery(id))
  const columns: Column<ImportRowError>[] = [
    { key: 'row', title: i.row, cell: (row) => f.number(row.row) },
    { key: 'column', title: i.column, cell: (row) => row.column ?? '' },
    { key: 'reason', title: i.reason, cell: (row) => row.reason_text },
    { key: 'text', title: i.text, width: '50%', cell: (row) => <code style={{ overflowWrap: 'anywhere' }}>{row.text}</code> },
  ]
  return (
    <Page title={i.rowErrors} lead={<Link to="/connections/imports">{i.title}</Link>} testid="import-errors">
      <EndlessTable columns={columns} query={query} id={(row) => `${row.row}/${row.column}/${row.reason}`} caption={i.rowErrors} empty={<p className="soft">{t.common.none}</p>} />
    </Page>
  )
}
