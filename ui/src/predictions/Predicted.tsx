import './predictions.css'
import { useQuery } from '@tanstack/react-query'
import { personPredictionsQuery } from '@/api/queries'
import { Section } from '@/parts/Page'
import { useWords } from '@/text'

/** What is predicted of a person, each opened to its reasons. */
export function Predicted({ address }: { address: string }) {
  const { t, f } = useWords()
  const { data } = useQuery(personPredictionsQuery(address))
  if (!data || data.length === 0) return null
  return (
    <>
      {data.map((one) => (
        <Section key={one.predictor} title={one.title} side={<span className="soft small">{t.predictions.ahead(f.number(one.days), f.day(one.trained_at))}</span>} testid="person-predicted">
          <dl className="totals predictor-numbers">
            {one.values.map((value) => <div key={value.name}><dt className="label">{value.title}</dt><dd className="strong">{said(value.name, value.value)}</dd></div>)}
          </dl>
          <ul className="reading small predictor-reasons">{one.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
          <details className="soft small"><summary>{t.predictions.distrust}</summary><p>{one.distrust}</p></details>
        </Section>
      ))}
    </>
  )
  function said(name: string, value: string) {
    if (name.startsWith('likely_')) return f.percent(Number(value))
    if (name.startsWith('uplift_')) return t.predictions.points(f.decimal(Number(value) * 100, 1))
    if (name === 'best_hour') return t.predictions.hour(value)
    if (Number.isNaN(Number(value))) return value
    return name === 'predicted_value' ? f.money(value) : f.short(Number(value))
  }
}
