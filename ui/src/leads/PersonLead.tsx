import './leads.css'
import { useQuery } from '@tanstack/react-query'
import { personLeadQuery } from '@/api/queries'
import { Section } from '@/parts/Page'
import { useWords } from '@/text'

/** Why somebody has their score, and how they came to their stage. */
export function PersonLead({ address }: { address: string }) {
  const { t, f } = useWords()
  const l = t.leads
  const { data } = useQuery(personLeadQuery(address))
  if (!data) return null
  const said = (move: (typeof data.moves)[number]) =>
    [l.whats[move.what] ?? move.what, move.by, move.because, move.reason, move.note, move.until && l.restsUntil(f.day(move.until))].filter(Boolean).join(' · ')
  return (
    <Section title={l.person} side={data.stage && <span className="soft small">{data.stage}</span>} testid="person-lead">
      <dl className="totals">
        <div><dt className="label">{l.score}</dt><dd className="strong">{f.decimal(data.score, 1)}</dd></div>
        {data.grade && <div><dt className="label">{l.gradeTitle}</dt><dd className="strong">{data.grade}</dd></div>}
      </dl>
      <ul className="reading small lead-parts">
        {data.parts.map((one) => (
          <li key={one.rule_id}>
            {one.text}
            {one.events.length > 0 && <details className="soft"><summary>{l.events(f.number(one.events.length))}</summary><ul>{one.events.map((event, place) => <li key={place}>{event.text}</li>)}</ul></details>}
          </li>
        ))}
      </ul>
      {data.moves.length > 0 && (
        <ol className="lead-moves small">
          {data.moves.map((move, place) => <li key={place}><span className="soft">{f.time(move.happened_at)}</span> <span className="strong">{move.stage}</span> <span className="soft">{said(move)}</span></li>)}
        </ol>
      )}
    </Section>
  )
}
