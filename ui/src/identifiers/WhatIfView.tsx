import '@/people/people.css'
import { Link } from '@tanstack/react-router'
import type { Regrouping, WhatIf } from '@/api/types'
import { Ident } from '@/people/Ident'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

export const changesNothing = (found: WhatIf) => found.counts.links_refused + found.counts.links_joined === 0

/** What rules would do to the people who are there: the numbers, and the largest examples as small cards. */
export function WhatIfView({ found }: { found: WhatIf }) {
  const { t, f } = useWords()
  const r = t.identifiers
  const { counts } = found
  if (changesNothing(found)) return <p className="note good" data-testid="what-if">{r.nothing}</p>
  const facts = [
    [r.people, r.fromTo(f.number(counts.people_before), f.number(counts.people_after))],
    [r.splits, f.number(counts.splits)],
    [r.merges, f.number(counts.merges)],
    [r.linksRefused, f.number(counts.links_refused)],
    [r.linksJoined, f.number(counts.links_joined)],
  ]
  return (
    <div data-testid="what-if">
      <dl className="rules-facts">
        {facts.map(([name, value]) => <div key={name}><dt className="label">{name}</dt><dd className="strong">{value}</dd></div>)}
      </dl>
      {found.split.length > 0 && <Cards title={r.splitCards} of={found.split} />}
      {found.merged.length > 0 && <Cards title={r.mergeCards} of={found.merged} />}
    </div>
  )
}

function Cards({ title, of }: { title: string; of: Regrouping[] }) {
  return (
    <>
      <h3 style={{ marginTop: 16 }}>{title}</h3>
      <ul className="rules-cards">
        {of.map((each) => <li key={each.person_id}><Card of={each} /></li>)}
      </ul>
    </>
  )
}

function Card({ of }: { of: Regrouping }) {
  const { t } = useWords()
  const r = t.identifiers
  const term = useTerm()
  const split = of.reason !== null && of.reason !== undefined
  const rule = term('identifier', of.rule ?? '')
  return (
    <article className="rules-card" data-testid="regrouping" data-kind={split ? 'split' : 'merge'}>
      <header>
        <p className="strong">
          {split ? <><Link to="/people/$key" params={{ key: String(of.person_id) }}>{r.person(of.person_id)}</Link> {r.splitInto(of.part_count)}</> : r.madeOf(of.part_count)}
        </p>
        <p className="soft small">
          {split && (of.reason === 'blocked' ? r.byBlock(rule) : r.byLimit(rule, of.held ?? 0))}{split && ' · '}{r.identifiers(of.identifiers)}
        </p>
      </header>
      <ol className="rules-parts">
        {of.parts.map((part) => (
          <li key={part.person_id}>
            <ul>{part.members.map((one) => <li key={`${one.type}:${one.value}`}><Ident of={one} /></li>)}</ul>
            {part.identifiers > part.members.length && <span className="soft small">{r.moreIdentifiers(part.identifiers - part.members.length)}</span>}
          </li>
        ))}
        {of.part_count > of.parts.length && <li className="soft small">{r.moreParts(of.part_count - of.parts.length)}</li>}
      </ol>
    </article>
  )
}
