import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { chainQuery } from '@/api/queries'
import type { Person } from '@/api/types'
import { useSourceName } from '@/connections/useSourceName'
import { ErrorNote } from '@/parts/ErrorNote'
import { share } from '@/matching/say'
import { shownName } from '@/session/useSession'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { keyOf, layout, WIDTH, type Dot } from './graph'
import { Ident } from './Ident'

const short = (text: string) => (text.length > 22 ? `${text.slice(0, 20)}…` : text)

/** The identifiers of a person and what ties them; two that are chosen show the shortest chain between them. */
export function IdentityGraph({ person }: { person: Person }) {
  const { t } = useWords()
  const [chosen, setChosen] = useState<string[]>([])
  const { dots, lines, height } = layout(person.links)
  // What an undo took away is chosen no more.
  const [one, other] = chosen.filter((key) => dots.some((dot) => dot.key === key))
  const chain = useQuery(chainQuery(one ?? '', other ?? '', person.links.map((link) => link.link_id)))
  if (dots.length < 2) return null
  const steps = other ? (chain.data?.steps ?? []) : []
  const walked = new Set(steps.map((step) => step.link_id))
  const choose = (key: string) => setChosen((had) => (had.includes(key) ? had.filter((each) => each !== key) : [...had, key].slice(-2)))
  return (
    <div data-testid="identity-graph">
      <svg className="identity-graph" viewBox={`0 0 ${WIDTH} ${height}`} role="group" aria-label={t.people.graph}>
        {lines.map(({ link, from, to }) => (
          <line key={link.link_id} x1={from.x} y1={from.y} x2={to.x} y2={to.y} className={walked.has(link.link_id) ? 'walked' : ''} />
        ))}
        {dots.map((dot) => <Choice key={dot.key} dot={dot} chosen={chosen.includes(dot.key)} onChoose={choose} />)}
      </svg>
      <p className="soft small">{other ? t.people.chainOf : t.people.graphHint}{dots.length < person.identifiers.length ? ` ${t.people.graphCut(dots.length)}` : ''}</p>
      {other !== undefined && chain.error !== null && <ErrorNote error={chain.error} />}
      {steps.length > 0 && <Steps steps={steps} />}
    </div>
  )
}

function Choice({ dot, chosen, onChoose }: { dot: Dot; chosen: boolean; onChoose: (key: string) => void }) {
  const term = useTerm()
  const choose = () => onChoose(dot.key)
  return (
    <g
      role="button" tabIndex={0} aria-pressed={chosen} aria-label={`${term('identifier', dot.of.type)} ${dot.of.value}`}
      className={chosen ? 'dot chosen' : 'dot'} onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        choose()
      }}
    >
      <circle cx={dot.x} cy={dot.y} r={7} />
      <text x={dot.x} y={dot.y - 13} textAnchor="middle">{short(dot.of.value)}</text>
      <text x={dot.x} y={dot.y + 21} textAnchor="middle" className="type">{term('identifier', dot.of.type)}</text>
    </g>
  )
}

function Steps({ steps }: { steps: { link_id: number; a: Dot['of']; b: Dot['of']; source: string; seen_at: string; event: string; match?: { by: string; probability: number } | null }[] }) {
  const { t, f, language } = useWords()
  const sourceName = useSourceName()
  return (
    <ol className="links" data-testid="chain">
      {steps.map((step) => (
        <li key={`${step.link_id} ${keyOf(step.a)}`}>
          <div className="join"><span className="tie" aria-hidden="true" /><Ident of={step.a} /><Ident of={step.b} /></div>
          <div className="small soft">{step.match ? t.matching.linkBy(step.match.by === 'policy' ? t.matching.policyName : shownName(step.match.by, language), share(step.match.probability)) : `${step.event} · ${sourceName(step.source)}`} · {f.time(step.seen_at)}</div>
        </li>
      ))}
    </ol>
  )
}
