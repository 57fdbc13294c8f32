import '@/charts/charts.css'
import type { Training } from '@/api/types'
import { useWords } from '@/text'

type Test = Training['back_test']

/** More figures of how well it did, each with what it is without a model and what is needed. */
export function Measures({ measures }: { measures: Test['measures'] }) {
  const { t, f } = useWords()
  const p = t.predictions
  if (measures.length === 0) return null
  return (
    <dl className="totals predictor-numbers" data-testid="measures">
      {measures.map((one) => (
        <div key={one.title}>
          <dt className="label">{one.title}</dt>
          <dd>
            <span className="strong">{f.decimal(one.value, 3)}</span>{' '}
            <span className="soft small">{[
              one.low !== null && one.high !== null ? p.interval(f.decimal(one.low, 3), f.decimal(one.high, 3)) : '',
              one.plain !== null ? p.plainIs(f.decimal(one.plain, 3)) : '',
              one.floor !== null ? p.needed(f.decimal(one.floor, 3)) : '',
            ].filter(Boolean).join(' · ')}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** How the prediction falls on the groups of traits that the hub declares sensitive. */
export function Groups({ groups }: { groups: Test['groups'] }) {
  const { t, f } = useWords()
  const p = t.predictions
  if (groups.length === 0) return null
  const most = Math.max(...groups.map((one) => one.chosen), 0.001)
  return (
    <div data-testid="groups">
      <h3>{p.fairness}</h3>
      <p className="soft small reading">{p.fairnessHint}</p>
      <div className="predictor-groups-scroll"><table className="list predictor-groups">
        <caption className="sr">{p.fairness}</caption>
        <thead><tr><th scope="col">{p.group}</th><th scope="col" className="num">{p.people}</th><th scope="col" className="num">{p.saidEach}</th><th scope="col" className="num">{p.happenedEach}</th><th scope="col">{p.chosen}</th></tr></thead>
        <tbody>
          {groups.map((one) => (
            <tr key={`${one.trait}/${one.value}`}>
              <td><span className="soft">{one.trait}</span> {one.value}</td>
              <td className="num">{f.number(one.people)}</td>
              <td className="num">{f.decimal(one.said, 3)}</td>
              <td className="num">{f.decimal(one.happened, 3)}</td>
              <td><span className="meter"><span style={{ width: `${(one.chosen / most) * 100}%` }} /></span> {f.percent(one.chosen)}</td>
            </tr>
          ))}
        </tbody>
      </table></div>
    </div>
  )
}

const CARE = 0.1
const OTHERS = 0.25

/** How far people today are from those that it learnt from. */
export function Drift({ drift }: { drift: Test['drift'] }) {
  const { t, f } = useWords()
  const p = t.predictions
  if (drift.length === 0) return null
  const word = (index: number) => (index >= OTHERS ? p.driftFar : index >= CARE ? p.driftSome : p.driftNone)
  return (
    <div data-testid="drift">
      <h3>{p.drift}</h3>
      <p className="soft small reading">{p.driftHint}</p>
      <dl className="facts predictor-drift">
        {drift.map((one) => (
          <div key={one.title}>
            <dt>{one.title}</dt>
            <dd><span className="meter"><span className={one.index >= OTHERS ? 'far' : ''} style={{ width: `${Math.min(one.index / (2 * OTHERS), 1) * 100}%` }} /></span> {f.decimal(one.index, 2)} {word(one.index)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
