import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { quarantineQuery, sourcesQuery } from '@/api/queries'
import type { QuarantineRow } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Page } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { EndlessTable, type Column } from '@/parts/Table'
import { useWords } from '@/text'
import { useSourceName } from './useSourceName'

/** Nothing is thrown away: each row with its reason and its next step. */
export function Quarantine() {
  const { t, f } = useWords()
  const q = t.quarantine
  const [source, setSource] = useState('')
  const { data: sources } = useQuery(sourcesQuery)
  const sourceName = useSourceName()
  const query = useInfiniteQuery(quarantineQuery(source || undefined))
  const columns: Column<QuarantineRow>[] = [
    { key: 'reason', title: q.columns.reason, cell: (row) => <><span className="strong">{row.reason_text}</span> <span className="soft mono">{row.reason}</span></> },
    { key: 'next', title: q.columns.next, cell: (row) => row.next_action, width: '26%' },
    { key: 'source', title: q.columns.source, cell: (row) => sourceName(row.source) },
    { key: 'raw', title: q.columns.raw, cell: (row) => <Raw text={row.raw} />, width: '34%' },
    { key: 'at', title: q.columns.at, num: true, cell: (row) => <span className="soft">{f.time(row.received_at)}</span> },
  ]
  return (
    <Page title={q.title} lead={q.lead} testid="quarantine">
      <div className="filters">
        <Pick label={q.source} bare value={source} onChange={setSource} options={[{ value: '', label: `${q.source}: ${t.common.all}` }, ...(sources ?? []).map((one) => ({ value: one.id, label: one.name }))]} />
      </div>
      <EndlessTable columns={columns} query={query} id={(row) => String(row.log_offset)} caption={q.title} empty={<Empty picture="list">{q.empty}</Empty>} testid="quarantine-table" />
    </Page>
  )
}

function Raw({ text }: { text: string }) {
  const { t } = useWords()
  if (text.length < 140) return <code style={{ overflowWrap: 'anywhere' }}>{text}</code>
  return (
    <details>
      <summary><code style={{ overflowWrap: 'anywhere' }}>{text.slice(0, 120)}…</code> <span className="link small">{t.common.more}</span></summary>
      <pre className="note">{text}</pre>
    </details>
  )
}
