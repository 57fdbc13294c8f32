import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ApiError, part } from '@/api/client'
import { taskQuery } from '@/api/queries'
import type { Rehearsal } from '@/api/types'
import { useCampaign } from '@/campaigns/editing'
import { Bars } from '@/charts/Bars'
import { ErrorNote } from '@/parts/ErrorNote'
import { readable } from '@/parts/Value'
import { TaskProgress } from '@/parts/TaskProgress'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'

const memory = (campaign: string) => `auftakt.rehearsal.${campaign}`

/** Last year's events through this journey before it is switched on. */
export function Rehearse({ campaign }: { campaign: string }) {
  const { t } = useWords()
  const { mayEdit } = useSession()
  const { dirty, save } = useCampaign()
  const [id, setId] = useState(() => sessionStorage.getItem(memory(campaign)))
  const [error, setError] = useState<unknown>(null)
  const query = useQuery(taskQuery<Rehearsal>(id))
  const task = query.data
  // A task of an earlier server run is forgotten, not an error.
  const gone = query.error instanceof ApiError && query.error.status === 404

  const start = async () => {
    setError(null)
    try {
      if (dirty && (await save()) === null) return
      const { task_id } = await api.post<{ task_id: string }>(`/campaigns/${part(campaign)}/rehearse`, {})
      sessionStorage.setItem(memory(campaign), task_id)
      setId(task_id)
    } catch (cause) {
      setError(cause)
    }
  }
  const running = task?.state === 'running'
  return (
    <div className="stack" data-testid="rehearse">
      <div className="row wide">
        {mayEdit && <Button variant="default" onClick={() => void start()} disabled={running} data-testid="rehearse-start">{t.journeys.rehearse}</Button>}
        <p className="soft">{t.journeys.rehearseWhy}</p>
      </div>
      {error !== null && <ErrorNote error={error} />}
      {query.isError && !gone && <ErrorNote error={query.error} />}
      {running && <TaskProgress task={task} title={t.journeys.rehearsing} />}
      {task?.state === 'stopped' && <p className="note">{t.journeys.stopped}</p>}
      {task?.state === 'failed' && <p className="note bad" role="alert">{readable(task.error)}</p>}
      {task?.state === 'done' && task.result && <Result result={task.result} />}
    </div>
  )
}

function Result({ result }: { result: Rehearsal }) {
  const { t, f } = useWords()
  const j = t.journeys
  const reason = (key: string) => t.reasons[key as keyof typeof t.reasons] ?? key
  return (
    <div className="stack wide" data-testid="rehearsal">
      <p className="soft">{j.rehearsalOf(f.day(result.from), f.day(result.to), f.decimal(result.seconds, 1))}</p>
      <dl className="journey-numbers">
        <div><dt className="label">{j.entered}</dt><dd>{f.number(result.people)}</dd></div>
        <div><dt className="label">{j.wouldSend}</dt><dd data-testid="rehearsal-sends">{f.number(result.sends)}</dd></div>
        <div><dt className="label">{j.holdout}</dt><dd>{f.number(result.holdout)}</dd></div>
        <div><dt className="label">{j.goal}</dt><dd>{f.number(result.goal.people)}</dd></div>
        <div><dt className="label">{t.people.totals.revenue}</dt><dd>{f.money(result.goal.revenue)}</dd></div>
      </dl>
      <div className="halves">
        <div className="table-wrap">
          <table className="list">
            <thead><tr><th scope="col">{j.step}</th>{[j.entered, j.left, j.waiting].map((name) => <th key={name} scope="col" className="num">{name}</th>)}</tr></thead>
            <tbody>
              {result.steps.map((step) => (
                <tr key={step.id}><td>{step.title}</td><td className="num">{f.number(step.entered)}</td><td className="num">{f.number(step.left)}</td><td className="num">{f.number(step.waiting)}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="stack wide">
          {result.not_sent.length > 0 && <div><h3>{j.wouldNot}</h3><Bars label={j.wouldNot} colour="var(--series-2)" bars={result.not_sent.map((one) => ({ key: one.reason, label: reason(one.reason), value: one.count, text: f.number(one.count) }))} /></div>}
          {result.by_month.length > 0 && <div><h3>{j.months}</h3><Bars label={j.months} bars={result.by_month.map((one) => ({ key: one.month, label: one.month, value: one.sends, text: f.number(one.sends) }))} /></div>}
        </div>
      </div>
    </div>
  )
}
