import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { erasuresQuery } from '@/api/queries'
import type { Erasure } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Page } from '@/parts/Page'
import { EndlessTable, type Column } from '@/parts/Table'
import { useWords } from '@/text'

/** Who was erased when; no names. */
export function ErasureList() {
  const { t, f } = useWords()
  const query = useInfiniteQuery(erasuresQuery())
  const columns: Column<Erasure>[] = [
    { key: 'at', title: t.erasure.askedAt, cell: (row) => f.time(row.asked_at) },
    { key: 'state', title: t.erasure.state, cell: (row) => <span>{t.erasure.states[row.state]}{row.state === 'running' && <span className="soft"> · {t.erasure.stages[row.stage]}</span>}</span> },
    { key: 'identifiers', title: t.erasure.identifiers, num: true, cell: (row) => f.number(row.identifiers.length) },
    { key: 'later', title: t.erasure.laterShort, cell: (row) => t.erasure.afterwards[row.afterwards] },
  ]
  const empty = <Empty picture="people" action={<Link to="/people">{t.erasure.toPeople}</Link>}>{t.erasure.empty}</Empty>
  return (
    <Page title={t.erasure.listTitle} lead={t.erasure.listLead} testid="erasures">
      <EndlessTable columns={columns} query={query} id={(row) => row.id} link={(row) => `/erasures/${row.id}`} caption={t.erasure.listTitle} empty={empty} testid="erasure-table" />
    </Page>
  )
}
