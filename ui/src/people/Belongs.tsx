import type { Person } from '@/api/types'
import { useSourceName } from '@/connections/useSourceName'
import { GroupLink } from '@/groups/GroupList'
import { Section } from '@/parts/Page'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

/** The companies and households of a person. */
export function Groups({ person }: { person: Person }) {
  const { t, f } = useWords()
  const term = useTerm()
  const sourceName = useSourceName()
  if (person.groups.length === 0) return null
  return (
    <Section title={t.groups.title} testid="person-groups">
      {person.groups.map((one) => (
        <div key={`${one.group_type}:${one.group_id}`} className="row between" style={{ padding: '7px 0' }}>
          <span className="row">
            <GroupLink type={one.group_type} id={one.group_id} name={one.name} />
            <span className="mark">{term('group', one.group_type)}</span>
          </span>
          <span className="soft small">{one.left_at ? t.groups.left(f.day(one.left_at)) : t.people.since(f.day(one.since))} · {sourceName(one.source)}</span>
        </div>
      ))}
    </Section>
  )
}

/** What sales and service have open with a person, as their tools last told. */
export function Dealings({ person }: { person: Person }) {
  const { t } = useWords()
  if (person.dealings.length === 0) return null
  return (
    <Section title={t.groups.dealings} testid="person-dealings">
      <ul>{person.dealings.map((one) => <Dealing key={`${one.kind}:${one.id}`} one={one} />)}</ul>
    </Section>
  )
}

function Dealing({ one }: { one: Person['dealings'][number] }) {
  const { t, f } = useWords()
  const sourceName = useSourceName()
  const kind = one.kind === 'deal' ? t.groups.deal : t.groups.inquiry
  const facts = [
    one.company,
    one.owner && t.groups.owner(one.owner),
    one.closes_on && t.groups.closes(f.day(one.closes_on) === '–' ? one.closes_on : f.day(one.closes_on)),
    one.changes > 1 && t.groups.changes(f.number(one.changes)),
    `${f.day(one.changed_at)}, ${sourceName(one.source)}`,
  ].filter(Boolean)
  return (
    <li className="dealing" data-testid="dealing">
      <div className="row between">
        <span className="row"><span className="strong">{one.title ?? one.id}</span><span className="mark">{kind}</span></span>
        <span className="row">
          {one.stage && <span>{one.stage}</span>}
          {one.amount !== null && <span className="strong num">{f.money(one.amount, one.currency ?? undefined)}</span>}
        </span>
      </div>
      {one.text && <p className="reading small">{one.text}</p>}
      <p className="soft small">{facts.join(' · ')}</p>
    </li>
  )
}
