import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { groupsQuery } from '@/api/queries'
import type { GroupRow, GroupsPage } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Icon } from '@/parts/Icon'
import { Page } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { EndlessTable, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

/** Companies, households and whatever else people belong to. */
export function GroupList() {
  const { t, f } = useWords()
  const { now } = useSession()
  const term = useTerm()
  const [search, setSearch] = useState('')
  const [type, setType] = useState('')
  const query = useInfiniteQuery(groupsQuery({ search: search || undefined, type: type || undefined }))
  const types = (query.data?.pages[0] as GroupsPage | undefined)?.types ?? []
  const seek = useDebouncedCallback(setSearch, 200)
  const c = t.groups.columns
  const columns: Column<GroupRow>[] = [
    { key: 'name', title: c.name, cell: (row) => <GroupLink type={row.group_type} id={row.group_id} name={row.name} /> },
    { key: 'type', title: c.type, cell: (row) => term('group', row.group_type) },
    { key: 'industry', title: c.industry, cell: (row) => row.industry ?? '' },
    { key: 'id', title: c.id, cell: (row) => <span className="soft">{row.group_id}</span> },
    { key: 'people', title: c.people, num: true, cell: (row) => f.number(row.people) },
    { key: 'seen', title: c.lastSeen, num: true, cell: (row) => <span title={f.time(row.last_seen)}>{f.ago(row.last_seen, now)}</span> },
  ]
  const empty = search || type
    ? <p className="soft">{t.groups.noMatch}</p>
    : <Empty picture="people" action={<Link to="/connections/imports">{t.groups.emptyAction}</Link>}>{t.groups.empty}</Empty>
  return (
    <Page title={t.groups.title} lead={t.groups.lead} testid="groups">
      <div className="filters">
        <TextInput className="search-field" aria-label={t.groups.search} placeholder={t.groups.search} leftSection={<Icon name="search" />} onChange={(event) => seek(event.currentTarget.value)} data-testid="groups-search" />
        {(types.length > 1 || type) && (
          <Pick
            label={c.type}
            value={type}
            onChange={setType}
            options={[{ value: '', label: `${c.type}: ${t.common.all}` }, ...types.map((one) => ({ value: one.group_type, label: `${term('group', one.group_type)} (${f.number(one.groups)})` }))]}
            bare
          />
        )}
      </div>
      <EndlessTable columns={columns} query={query} id={(row) => `${row.group_type}:${row.group_id}`} caption={t.groups.title} empty={empty} testid="groups-table" />
    </Page>
  )
}

/** Ids come from other tools and may hold anything, so they are handed over as a parameter, never put into an address by hand. */
export function GroupLink({ type, id, name }: { type: string; id: string; name: string | null }) {
  return <Link to="/groups/$type/$id" params={{ type, id }} className="title">{name ?? id}</Link>
}
