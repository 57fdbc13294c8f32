import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { approvalsQuery } from '@/api/queries'
import type { Approval } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { ApprovalStateWord } from '@/parts/State'
import { Table, type Column } from '@/parts/Table'
import { shownName } from '@/session/useSession'
import { useWords } from '@/text'

export function ApprovalList() {
  const { t, f, language } = useWords()
  const [state, setState] = useState<'pending' | 'all'>('pending')
  const query = useQuery(approvalsQuery(state))
  const c = t.approvals.columns
  const columns: Column<Approval>[] = [
    { key: 'title', title: c.title, cell: (row) => row.title },
    { key: 'state', title: c.state, cell: (row) => <ApprovalStateWord state={row.state} /> },
    { key: 'asked', title: c.asked, cell: (row) => shownName(row.requested_by.name, language) },
    { key: 'comment', title: t.campaigns.approval.comment, cell: (row) => <span className="soft">{row.comment}</span> },
    { key: 'when', title: c.when, num: true, sort: (row) => row.requested_at, cell: (row) => f.time(row.requested_at) },
  ]
  return (
    <Page title={t.approvals.title} testid="approvals">
      <div className="filters">
        <SegmentedControl aria-label={t.common.state} value={state} onChange={(value) => setState(value as 'pending' | 'all')} data={[{ value: 'pending', label: t.approvals.pending }, { value: 'all', label: t.approvals.all }]} />
      </div>
      <Loaded query={query}>
        {(rows) => (rows.length === 0 ? <Empty picture="list">{t.approvals.empty}</Empty> : <Table columns={columns} rows={rows} id={(row) => row.id} link={(row) => `/approvals/${row.id}`} caption={t.approvals.title} testid="approval-table" />)}
      </Loaded>
    </Page>
  )
}
