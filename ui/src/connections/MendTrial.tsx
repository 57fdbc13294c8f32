import type { RuleTrial, StillFailing } from '@/api/types'
import { useWords } from '@/text'

/** What a rule would do: how many come in, what is still wrong with the others, and examples. */
export function Trial({ trial }: { trial: RuleTrial }) {
  const { t, f } = useWords()
  const r = t.quarantine.rule
  if (trial.matching === 0) return <p className="note" role="status">{r.none}</p>
  return (
    <div className="stack" style={{ gap: 16 }} data-testid="trial">
      <div className="rule-figures" role="status">
        <div><div className="figure good" data-testid="passing">{f.number(trial.passing)}</div><div className="soft small">{r.pass}</div></div>
        <div><div className="figure">{f.number(trial.looked_at - trial.passing)}</div><div className="soft small">{r.fail}</div></div>
      </div>
      {trial.looked_at < trial.matching && <p className="soft small">{r.looked(trial.looked_at, trial.matching)}</p>}
      <Failing failing={trial.failing} />
      {trial.examples.length > 0 && <h3>{r.examples}</h3>}
      {trial.examples.map((one) => (
        <div key={one.log_offset} className="stack tight" data-testid="example">
          <p className="soft small">{one.log_offset}{one.problem && <> · <span className="care">{one.problem}</span></>}</p>
          <div className="rule-example">
            <Side title={r.before} text={one.before} other={one.after} mark="went" />
            <Side title={r.after} text={one.after} other={one.before} mark="came" />
          </div>
        </div>
      ))}
    </div>
  )
}

/** Reasons that stay, with the property that the plan means and how many events they hold back. */
export function Failing({ failing }: { failing: StillFailing[] }) {
  const { t, f } = useWords()
  if (failing.length === 0) return null
  return (
    <div>
      <h3>{t.quarantine.rule.left}</h3>
      <ul className="stack tight" data-testid="failing">
        {failing.map((one) => <li key={`${one.reason} ${one.key}`}>{f.number(one.lines)} · {one.reason_text}{one.key && <> <code>{one.key}</code></>}</li>)}
      </ul>
    </div>
  )
}

interface SideProps {
  title: string
  text: string
  other: string
  mark: 'went' | 'came'
}

function Side({ title, text, other, mark }: SideProps) {
  const theirs = new Set(linesOf(other))
  return (
    <div>
      <p className="soft small">{title}</p>
      <pre className="note">{linesOf(text).map((line, index) => <span key={index} className={theirs.has(line) ? 'line' : `line ${mark}`}>{line}</span>)}</pre>
    </div>
  )
}

/** Lines without the comma at their end, which says nothing about whether a line has changed. */
function linesOf(text: string) {
  return JSON.stringify(JSON.parse(text), null, 2).split('\n').map((line) => line.replace(/,$/, ''))
}
