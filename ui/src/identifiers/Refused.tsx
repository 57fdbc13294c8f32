import '@/people/people.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { refusedQuery } from '@/api/queries'
import type { IdentifierTypes, RefusedLink } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Pick } from '@/parts/Pick'
import { EndlessTable, type Column } from '@/parts/Table'
import { Ident } from '@/people/Ident'
import { useWords } from '@/text'
import { typeName } from './say'

const reasons = ['all', 'blocked', 'limit'] as const

function End({ of }: { of: RefusedLink['a'] }) {
  const { t } = useWords()
  return <span><Ident of={of} /> <Link to="/people/$key" params={{ key: String(of.person_id) }} className="small nowrap">{t.identifiers.person(of.person_id)}</Link></span>
}

/** The links that rules refused, each with its reason. */
export function Refused({ view }: { view: IdentifierTypes }) {
  const { t, f, language } = useWords()
  const r = t.identifiers
  const [reason, setReason] = useState('all')
  const [type, setType] = useState('')
  const query = useInfiniteQuery(refusedQuery({ reason: reason === 'all' ? undefined : reason, type: type || undefined }))
  const columns: Column<RefusedLink>[] = [
    { key: 'a', title: r.one, cell: (row) => <End of={row.a} /> },
    { key: 'b', title: r.other, cell: (row) => <End of={row.b} /> },
    { key: 'why', title: r.why, cell: (row) => row.reason_text },
    { key: 'when', title: r.when, num: true, cell: (row) => <span className="soft">{f.time(row.seen_at)}</span> },
  ]
  const narrowed = reason !== 'all' || type !== ''
  const types = view.types.filter((each) => each.refused > 0)
  return (
    <>
      {(narrowed || types.length > 0) && (
        <div className="filters">
          <Pick bare label={r.reason} value={reason} onChange={setReason} options={reasons.map((value) => ({ value, label: r.reasons[value] }))} testid="refused-reason" />
          <Pick bare label={r.ofType} value={type} onChange={setType} options={[{ value: '', label: r.allTypes }, ...types.map((each) => ({ value: each.type, label: `${typeName(each, language)} (${f.number(each.refused)})` }))]} testid="refused-type" />
        </div>
      )}
      <EndlessTable columns={columns} query={query} id={(row) => String(row.refusal_no)} caption={r.tabs.refused} empty={<Empty picture="people">{narrowed ? r.noneOf : r.noRefused}</Empty>} testid="refused-table" />
    </>
  )
}
