import '@/people/people.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { groupQuery, peopleQuery } from '@/api/queries'
import type { Group, PersonRow } from '@/api/types'
import { useSourceName } from '@/connections/useSourceName'
import { Loaded } from '@/parts/Loaded'
import { Page, Section } from '@/parts/Page'
import { EndlessTable, type Column } from '@/parts/Table'
import { readable } from '@/parts/Value'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

/** One group: what is known about it, who belongs to it, and what they did together. */
export function GroupPage() {
  const { type = '', id = '' } = useParams({ strict: false })
  const { t } = useWords()
  const query = useQuery(groupQuery(type, id))
  if (query.data === undefined) return <Page title={t.groups.title}><Loaded query={query}>{() => null}</Loaded></Page>
  return <Inside group={query.data} />
}

function Inside({ group }: { group: Group }) {
  const { t, f } = useWords()
  const term = useTerm()
  const sourceName = useSourceName()
  const title = group.name ?? group.group_id
  return (
    <Page
      title={title}
      lead={<><Link to="/groups">{t.groups.title}</Link> · {term('group', group.group_type)} · {t.people.firstSeen} {f.day(group.first_seen)} · {t.people.lastSeen} {f.day(group.last_seen)}</>}
      testid="group"
      actions={<Totals group={group} />}
    >
      <Section title={t.people.traits} testid="group-traits">
        <dl className="facts">
          <dt>{t.groups.columns.id}</dt>
          <dd>{group.group_id}</dd>
          {group.traits.map((trait) => (
            <Trait key={trait.name} name={term('trait', trait.name)} value={readable(trait.value)} from={`${sourceName(trait.source)}, ${f.day(trait.set_at)}`} />
          ))}
        </dl>
      </Section>
      <Section title={t.groups.belongs}><People group={group} /></Section>
    </Page>
  )
}

function Trait({ name, value, from }: { name: string; value: string; from: string }) {
  return <><dt>{name}</dt><dd>{value} <span className="soft small" style={{ marginLeft: 8 }}>{from}</span></dd></>
}

function People({ group }: { group: Group }) {
  const { t, f } = useWords()
  const { now } = useSession()
  const query = useInfiniteQuery(peopleQuery({ group: `${group.group_type}:${group.group_id}` }))
  const c = t.people.columns
  const columns: Column<PersonRow>[] = [
    { key: 'name', title: c.name, cell: (row) => row.name ?? <span className="soft">{t.people.unnamed}</span> },
    { key: 'email', title: c.email, cell: (row) => row.email ?? row.phone ?? '' },
    { key: 'city', title: c.city, cell: (row) => row.city ?? '' },
    { key: 'seen', title: c.lastSeen, num: true, cell: (row) => <span title={f.time(row.last_seen)}>{f.ago(row.last_seen, now)}</span> },
  ]
  return <EndlessTable columns={columns} query={query} id={(row) => String(row.person_id)} link={(row) => `/people/${row.person_id}`} caption={t.groups.belongs} empty={<p className="soft">{t.groups.nobody}</p>} testid="group-people" />
}

function Totals({ group }: { group: Group }) {
  const { t, f } = useWords()
  const rows = [
    [t.groups.columns.people, f.number(group.people)],
    [t.people.totals.orders, f.number(group.orders)],
    [t.people.totals.revenue, f.money(group.revenue)],
  ]
  return (
    <dl className="totals">
      {rows.map(([name, value]) => (
        <div key={name}><dt className="label">{name}</dt><dd className="strong">{value}</dd></div>
      ))}
    </dl>
  )
}
