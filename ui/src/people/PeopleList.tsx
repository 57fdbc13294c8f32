import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { audiencesQuery, peopleQuery } from '@/api/queries'
import type { PersonRow } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Icon } from '@/parts/Icon'
import { Page } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { EndlessTable, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'

const route = getRouteApi('/people')

export function PeopleList() {
  const { t, f } = useWords()
  const { now, seesPersonalData } = useSession()
  const { search, audience } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useInfiniteQuery(peopleQuery({ search, audience }))
  const { data: audiences } = useQuery(audiencesQuery)
  const seek = useDebouncedCallback((text: string) => void navigate({ search: (old) => ({ ...old, search: text || undefined }), replace: true }), 200)
  const c = t.people.columns
  const languages: Record<string, string> = t.common.language

  const columns: Column<PersonRow>[] = [
    { key: 'name', title: c.name, cell: (row) => row.name ?? <span className="soft">{t.people.unnamed}</span> },
    { key: 'email', title: c.email, cell: (row) => row.email ?? row.phone ?? '' },
    { key: 'city', title: c.city, cell: (row) => row.city ?? '' },
    { key: 'language', title: c.language, cell: (row) => languages[row.language ?? ''] ?? row.language ?? '' },
    { key: 'identifiers', title: c.identifiers, num: true, cell: (row) => f.number(row.identifiers) },
    { key: 'seen', title: c.lastSeen, num: true, cell: (row) => <span title={f.time(row.last_seen)}>{f.ago(row.last_seen, now)}</span> },
  ]
  const empty = search || audience
    ? <p className="soft">{t.people.noMatch}</p>
    : <Empty picture="people" action={<Link to="/connections/sources">{t.people.emptyAction}</Link>}>{t.people.empty}</Empty>
  return (
    <Page title={t.people.title} lead={!seesPersonalData && t.people.masked} testid="people">
      <div className="filters">
        <TextInput className="search-field" aria-label={t.people.search} placeholder={t.people.search} leftSection={<Icon name="search" />} defaultValue={search ?? ''} onChange={(event) => seek(event.currentTarget.value)} data-testid="people-search" />
        <Pick
          label={t.audiences.title}
          value={audience ?? ''}
          onChange={(value) => void navigate({ search: (old) => ({ ...old, audience: value || undefined }), replace: true })}
          options={[{ value: '', label: `${t.audiences.title}: ${t.common.all}` }, ...(audiences ?? []).map((one) => ({ value: one.id, label: one.name }))]}
          bare
        />
      </div>
      <EndlessTable columns={columns} query={query} id={(row) => String(row.person_id)} link={(row) => `/people/${row.person_id}`} caption={t.people.title} empty={empty} testid="people-table" />
    </Page>
  )
}
