import { useMemo, useState } from 'react'
import type { CampaignResults, Lift } from '@/api/types'
import { IntervalPlot, type Interval } from '@/charts/IntervalPlot'
import { Icon } from '@/parts/Icon'
import { Section } from '@/parts/Page'
import { PlayedMark } from '@/parts/State'
import { useWords } from '@/text'
import { liftText } from './lift'

/** The model's own effect, where reactions were played: the interval has to answer to it. */
const truthOf = (results: CampaignResults, lift: Lift) =>
  results.truth?.effects.find((effect) => effect.metric === lift.metric && effect.arm === lift.arm)

export function LiftSection({ results }: { results: CampaignResults }) {
  const words = useWords()
  const { t } = words
  const [table, setTable] = useState(false)
  const rows = useMemo(() => results.lifts.map((lift) => interval(lift, results, words)), [results, words])
  return (
    <Section title={t.results.lift} testid="lift" side={rows.length > 0 && <button type="button" className="link small" onClick={() => setTable(!table)}>{table ? t.common.chart : t.common.table}</button>}>
      {rows.length === 0 ? (
        <p className="soft reading">{t.results.noLift}</p>
      ) : (
        <>
          <p className="soft reading" style={{ marginBottom: 8 }}>{t.results.liftWhy}</p>
          {table ? <LiftTable lifts={results.lifts} /> : <IntervalPlot rows={rows} />}
          <Srm results={results} />
        </>
      )}
    </Section>
  )
}

function interval(lift: Lift, results: CampaignResults, words: ReturnType<typeof useWords>): Interval {
  const { t, f } = words
  const text = liftText(lift, words)
  const arms: Record<string, string> = t.results.armNames
  const truth = truthOf(results, lift)
  const several = new Set(results.lifts.map((one) => one.arm)).size > 1
  return {
    key: `${lift.metric}/${lift.arm}`,
    title: <><span className="strong">{text.metric}</span> {several && <span>{arms[lift.arm] ?? lift.arm}</span>} <PlayedMark played={results.played} /> <span className="soft small">n = {f.number(lift.n_arm)} / {f.number(lift.n_control)}</span></>,
    text: (
      <span data-testid={`lift-${lift.metric}`}>
        <span className="strong">{text.difference}</span> <span className="soft">({text.interval})</span>
        {lift.enough && <span className="soft small"> · {t.results.incremental(lift.metric === 'revenue' ? f.money(lift.incremental) : f.number(lift.incremental))}</span>}
        {truth && <span className="small" data-testid={`truth-${lift.metric}`}><br /><span style={{ color: 'var(--series-6)' }} aria-hidden="true">▼ </span>{t.results.truth}: {text.say(truth.true_difference)}. {truth.contained === null ? '' : truth.contained ? t.results.truthIn : t.results.truthOut}</span>}
      </span>
    ),
    label: `${text.metric}: ${text.difference} (${text.interval})`,
    bounds: lift.low === null || lift.high === null || lift.difference === null ? null : { low: lift.low, middle: lift.difference, high: lift.high },
    say: text.say,
    pale: !lift.enough,
    truth: truth && { value: truth.true_difference, label: `${t.results.truth}: ${text.say(truth.true_difference)}` },
  }
}

function Srm({ results }: { results: CampaignResults }) {
  const { t, f } = useWords()
  const arms: Record<string, string> = t.results.armNames
  return (
    <div style={{ marginTop: 12 }}>
      <p className="soft small">{t.results.arms}: {results.arms.map((one) => `${arms[one.arm] ?? one.arm} ${f.number(one.people)}`).join(' · ')}</p>
      {results.srm && (
        <p className={`row small ${results.srm.ok ? 'good' : 'bad'}`} data-testid="srm">
          <Icon name={results.srm.ok ? 'check' : 'alert'} size={14} /> {t.results.srm}: {results.srm.ok ? t.results.srmOk : t.results.srmBad} <span className="soft">(p = {f.decimal(results.srm.p, 3)})</span>
        </p>
      )}
    </div>
  )
}

function LiftTable({ lifts }: { lifts: Lift[] }) {
  const words = useWords()
  const { t, f } = words
  const arms: Record<string, string> = t.results.armNames
  return (
    <div className="table-wrap">
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{t.results.lift}</th><th scope="col">{t.results.arm}</th>
            {[t.results.n, t.results.mean, `${t.results.control}: ${t.results.n}`, `${t.results.control}: ${t.results.mean}`, t.results.difference, '95 %', 'p'].map((name) => <th key={name} scope="col" className="num">{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {lifts.map((lift) => {
            const text = liftText(lift, words)
            return (
              <tr key={`${lift.metric}/${lift.arm}`}>
                <td>{text.metric}</td><td>{arms[lift.arm] ?? lift.arm}</td>
                <td className="num">{f.number(lift.n_arm)}</td><td className="num">{text.sayMean(lift.mean_arm)}</td>
                <td className="num">{f.number(lift.n_control)}</td><td className="num">{text.sayMean(lift.mean_control)}</td>
                <td className="num">{text.say(lift.difference)}</td><td className="num">{text.say(lift.low)} – {text.say(lift.high)}</td>
                <td className="num">{f.decimal(lift.p, 4)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
