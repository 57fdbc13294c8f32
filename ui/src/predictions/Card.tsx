import { Button, NumberInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, part } from '@/api/client'
import { taskQuery } from '@/api/queries'
import type { PredictorCard, Training } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { ErrorNote } from '@/parts/ErrorNote'
import { Section } from '@/parts/Page'
import { Table, type Column } from '@/parts/Table'
import { TaskProgress } from '@/parts/TaskProgress'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { Calibration } from './Calibration'
import { Drift, Groups, Measures } from './Quality'

/** One predictor: what it says, how well it did, and when not to trust it. */
export function Card({ card }: { card: PredictorCard }) {
  const { t, f } = useWords()
  const { mayEdit } = useSession()
  const p = t.predictions
  const latest = card.trainings[0]
  const shown = card.standing ?? latest
  return (
    <article className="predictor" data-testid="predictor" data-state={latest?.state ?? 'none'}>
      <div className="row wide">
        <h2>{card.title}</h2>
        {card.made && mayEdit && <Remove card={card} />}
      </div>
      <p className="reading">{card.about}</p>
      {latest?.refusal && (
        <p className="note care" data-testid="refusal"><span className="strong">{p.refused}</span> {latest.refusal} {card.standing ? p.refusedKept(f.day(card.standing.trained_at)) : p.refusedNone}</p>
      )}
      {shown ? <Standing card={card} training={shown} /> : <p className="soft">{p.untrained}</p>}
      {mayEdit && <Train card={card} />}
      <div className="halves">
        <div><h3>{p.needs}</h3><p className="reading small">{card.needs}</p><h3>{p.floor}</h3><p className="reading small">{card.floor}</p></div>
        <div><h3>{p.distrust}</h3><p className="reading small">{card.distrust}</p></div>
      </div>
      {card.trainings.length > 1 && <Section title={p.history}><History card={card} /></Section>}
    </article>
  )
}

function Standing({ card, training }: { card: PredictorCard; training: Training }) {
  const { t, f } = useWords()
  const p = t.predictions
  const test = training.back_test
  const numbers = [
    [p.people, f.number(training.people)],
    ...(test.said === null || test.happened === null ? [] : [[p.said, f.number(Math.round(test.said))], [p.happened, f.number(Math.round(test.happened))]]),
    ...(test.error === null || test.plain_error === null ? [] : [[p.error, f.decimal(test.error, digits(test.plain_error))], [p.plain, f.decimal(test.plain_error, digits(test.plain_error))]]),
  ]
  return (
    <>
      <p className="soft small">{p.trained(f.time(training.trained_at), training.by, f.number(training.days))} · {training.events.join(', ')}</p>
      <dl className="totals predictor-numbers">{numbers.map(([name, value]) => <div key={name}><dt className="label">{name}</dt><dd className="strong">{value}</dd></div>)}</dl>
      <Measures measures={test.measures} />
      <div className="halves">
        {test.bins.length > 0 && <div><h3>{p.calibration}</h3><p className="soft small">{p.calibrationHint(f.day(test.cutoff), f.day(test.until))}</p><Calibration bins={test.bins} /></div>}
        <div>
          <h3>{p.traits}</h3>
          <dl className="facts">{card.traits.map((trait) => <Fact key={trait.name} name={trait.name} title={trait.title} />)}</dl>
          <p className="soft small">{p.traitsHint}</p>
        </div>
      </div>
      <Groups groups={test.groups} />
      <Drift drift={test.drift} />
    </>
  )
}

/** Small errors need more decimals to be told apart. */
const digits = (error: number) => (error < 0.5 ? 3 : 2)

function Remove({ card }: { card: PredictorCard }) {
  const { t } = useWords()
  const p = t.predictions
  const client = useQueryClient()
  const [asked, setAsked] = useState(false)
  const remove = async () => {
    await api.remove(`/predictions/${part(card.name)}`)
    for (const key of ['predictions', 'person', 'audiences']) void client.invalidateQueries({ queryKey: [key] })
  }
  return (
    <>
      <button type="button" className="link small" onClick={() => setAsked(true)} data-testid="predictor-remove">{p.remove}</button>
      <Confirm open={asked} onClose={() => setAsked(false)} title={p.removeTitle(card.title)} action={p.remove} onAction={remove} danger>{p.removeWhat(card.traits.map((trait) => trait.name).join(', '))}</Confirm>
    </>
  )
}

function Fact({ name, title }: { name: string; title: string }) {
  return <><dt><code>{name}</code></dt><dd>{title}</dd></>
}

function Train({ card }: { card: PredictorCard }) {
  const { t } = useWords()
  const p = t.predictions
  const client = useQueryClient()
  const [days, setDays] = useState(card.days)
  const [events, setEvents] = useState(card.events.join(', '))
  const [started, setStarted] = useState<string | null>(card.running?.id ?? null)
  const [error, setError] = useState<unknown>(null)
  const task = useQuery({ ...taskQuery(started), enabled: started !== null }).data
  const state = task?.state
  useEffect(() => {
    if (state && state !== 'running') for (const key of ['predictions', 'person', 'audiences']) void client.invalidateQueries({ queryKey: [key] })
  }, [state, client])
  const train = async () => {
    setError(null)
    try {
      const wanted = events.split(',').map((name) => name.trim()).filter(Boolean)
      const { task_id } = await api.post<{ task_id: string }>(`/predictions/${part(card.name)}/train`, { days, events: wanted })
      setStarted(task_id)
    } catch (cause) {
      setError(cause)
    }
  }
  const failed = task?.state === 'failed' ? (task.error as { message: string; next_action: string } | null) : null
  if (task?.state === 'running') return <TaskProgress task={{ ...task, note: p.steps[task.note] ?? '' }} title={p.training} />
  return (
    <div className="stack predictor-train">
      <div className="predictor-form">
        <NumberInput label={p.days} value={days} min={7} max={730} onChange={(value) => setDays(Number(value))} w={150} data-testid="predict-days" />
        {!card.made && card.events.length > 0 && <TextInput label={p.events} value={events} onChange={(event) => setEvents(event.currentTarget.value)} className="grow" data-testid="predict-events" />}
        <Button onClick={() => void train()} data-testid="predict-train">{card.trainings.length > 0 ? p.again : p.train}</Button>
      </div>
      {error !== null && <ErrorNote error={error} />}
      {failed && <div className="note bad" role="alert" data-testid="predict-failed"><p className="strong">{failed.message}</p><p>{failed.next_action}</p></div>}
    </div>
  )
}

function History({ card }: { card: PredictorCard }) {
  const { t, f } = useWords()
  const p = t.predictions
  const error = (value: number | null, plain: number | null) => (value === null || plain === null ? '–' : f.decimal(value, digits(plain)))
  const columns: Column<Training>[] = [
    { key: 'version', title: p.version, cell: (row) => `v${row.version}` },
    { key: 'at', title: p.when, cell: (row) => f.time(row.trained_at) },
    { key: 'by', title: p.by, cell: (row) => row.by },
    { key: 'state', title: t.common.state, cell: (row) => (row.state === 'published' ? p.published : p.refused) },
    { key: 'error', title: p.error, num: true, cell: (row) => error(row.back_test.error, row.back_test.plain_error) },
    { key: 'plain', title: p.plain, num: true, cell: (row) => error(row.back_test.plain_error, row.back_test.plain_error) },
  ]
  return <Table columns={columns} rows={card.trainings} id={(row) => String(row.version)} caption={p.history} testid="trainings" />
}
