import './people.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { personQuery } from '@/api/queries'
import type { Person } from '@/api/types'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { Tabs } from '@/parts/Tabs'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { BlockIt } from '@/identifiers/Suspicions'
import { ConsentHistory } from './ConsentHistory'
import { Decisions } from './Decisions'
import { Identity } from './Identity'
import { Notes } from './Notes'
import { Profile } from './Profile'
import { Rights } from './Rights'
import { Timeline } from './Timeline'

export function PersonPage() {
  const { key = '', tab = 'profile' } = useParams({ strict: false })
  const { t } = useWords()
  const query = useQuery(personQuery(key))
  if (query.data === undefined) return <Page title={t.people.title}><Loaded query={query}>{() => null}</Loaded></Page>
  return <Inside person={query.data} address={key} tab={tab} />
}

function Inside({ person, address, tab }: { person: Person; address: string; tab: string }) {
  const { t, f } = useWords()
  const { mayEdit, seesPersonalData } = useSession()
  const to = `/people/${address}`
  const first = person.identifiers[0]
  const name = person.name ?? first?.value ?? t.people.unnamed
  return (
    <Page
      title={name}
      lead={`${t.people.firstSeen} ${f.day(person.first_seen)} · ${t.people.lastSeen} ${f.day(person.last_seen)}`}
      testid="person"
      actions={<Totals person={person} />}
    >
      {!seesPersonalData && <p className="note" style={{ marginBottom: 16 }} data-testid="masked">{t.people.masked}</p>}
      {person.oversized && (
        <div className="note care stack" style={{ marginBottom: 16 }} data-testid="oversized">
          <p>{t.people.oversized}{person.joined_by ? ` ${t.people.joinedBy(person.joined_by.value, f.number(person.joined_by.links))}` : ''}</p>
          {person.joined_by && mayEdit && seesPersonalData && <BlockIt of={{ type: person.joined_by.type, value: person.joined_by.value }} />}
        </div>
      )}
      {person.merged_from.length > 0 && <p className="soft small" style={{ marginBottom: 12 }}>{t.people.mergedFrom(person.merged_from.join(', '))}</p>}
      <Tabs
        label={t.people.title}
        here={tab}
        tabs={[
          { key: 'profile', title: t.people.tabs.profile, to },
          { key: 'sends', title: t.people.tabs.sends, to: `${to}/sends` },
          { key: 'timeline', title: t.people.tabs.timeline, to: `${to}/timeline` },
        ]}
      />
      {tab === 'profile' && (
        <div className="columns">
          <div><Profile person={person} address={address} /><Notes address={address} /><ConsentHistory address={address} /><Rights person={person} address={address} name={name} /></div>
          <Identity person={person} address={address} />
        </div>
      )}
      {tab === 'sends' && <Decisions person={person} />}
      {tab === 'timeline' && <Timeline address={address} />}
    </Page>
  )
}

function Totals({ person }: { person: Person }) {
  const { t, f } = useWords()
  const { events, orders, revenue } = person.totals
  const rows = [
    [t.people.totals.events, f.number(events)],
    [t.people.totals.orders, f.number(orders)],
    [t.people.totals.revenue, f.money(revenue)],
  ]
  return (
    <dl className="totals">
      {rows.map(([name, value]) => (
        <div key={name}><dt className="label">{name}</dt><dd className="strong">{value}</dd></div>
      ))}
    </dl>
  )
}
