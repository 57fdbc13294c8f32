import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/api/client'
import { taskQuery } from '@/api/queries'
import type { QuarantineFilter, RuleResult, RuleStep, RuleTrial, StartedMending } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { TaskProgress } from '@/parts/TaskProgress'
import { useWords } from '@/text'
import { Failing, Trial } from './MendTrial'

type Do = RuleStep['do']
type Cast = NonNullable<RuleStep['type']>
interface Draft { id: number; do: Do; field: string; to: string; value: string; type: Cast }

const kinds: Do[] = ['rename', 'set', 'cast', 'replace', 'drop']
const types: Cast[] = ['text', 'number', 'integer', 'boolean', 'time']
const fields = ['event', 'userId', 'anonymousId', 'type', 'messageId', 'timestamp', 'properties.', 'traits.', 'context.']

/** A value that is JSON is that value; all else is text. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function stepOf(draft: Draft): RuleStep {
  const { field, type } = draft
  switch (draft.do) {
    case 'rename': return { do: 'rename', field, to: draft.to }
    case 'set': return { do: 'set', field, value: valueOf(draft.value) }
    case 'cast': return { do: 'cast', field, type }
    case 'drop': return { do: 'drop', field }
    case 'replace': return { do: 'replace', field, value: valueOf(draft.value), to: valueOf(draft.to) }
  }
}

interface Props {
  filter: QuarantineFilter
  /** Without steps, events are tried again as they came. */
  replay: boolean
  onClose: () => void
}

/** Many events by one rule: what it would do first, then the doing, which shows how far it is. */
export function MendRule({ filter, replay, onClose }: Props) {
  const { t } = useWords()
  const r = t.quarantine.rule
  const client = useQueryClient()
  const [drafts, setDrafts] = useState<Draft[]>(replay ? [] : [fresh(0)])
  const [taskId, setTaskId] = useState<string | null>(null)
  const { data: task } = useQuery(taskQuery<RuleResult>(taskId))
  const ask = { steps: drafts.map(stepOf), filter }
  const trial = useMutation({ mutationFn: () => api.post<RuleTrial>('/quarantine/rule/try', ask) })
  const apply = useMutation({
    mutationFn: () => api.post<StartedMending>('/quarantine/rule/apply', ask),
    onSuccess: (started) => setTaskId(started.task_id),
  })
  const over = task !== undefined && task.state !== 'running'
  useEffect(() => {
    if (!over) return
    void client.invalidateQueries({ queryKey: ['quarantine'] })
    void client.invalidateQueries({ queryKey: ['home'] })
  }, [over, client])
  // What was tried is no longer what would be done.
  const asked = JSON.stringify(ask)
  const { reset: forgetTrial } = trial
  useEffect(() => forgetTrial(), [asked, forgetTrial])
  const change = (id: number, part: Partial<Draft>) => setDrafts((now) => now.map((one) => (one.id === id ? { ...one, ...part } : one)))
  const missing = drafts.some((one) => !one.field.trim() || (one.do === 'rename' && !one.to.trim()))
  const error = trial.error ?? apply.error
  const running = task?.state === 'running'
  return (
    <Section title={replay ? r.replayTitle : r.title} testid="mend-rule">
      <div className="stack" style={{ gap: 16 }}>
        <p className="soft reading">{replay ? r.replayWhat : r.what}</p>
        {drafts.map((one, index) => (
          <Step key={one.id} one={one} number={index + 1} onChange={(part) => change(one.id, part)} onRemove={() => setDrafts((now) => now.filter((each) => each.id !== one.id))} alone={drafts.length === 1} />
        ))}
        <div className="row">
          {!replay && <Button variant="subtle" size="xs" onClick={() => setDrafts((now) => [...now, fresh(Math.max(0, ...now.map((one) => one.id)) + 1)])} disabled={drafts.length >= 20} data-testid="add-step">{r.add}</Button>}
        </div>
        {error && <ErrorNote error={error} />}
        <div className="row">
          <Button variant={trial.data ? 'default' : 'filled'} onClick={() => { setTaskId(null); trial.mutate() }} loading={trial.isPending} disabled={missing || running} data-testid="try-rule">{r.try}</Button>
          <Button variant="subtle" color="gray" onClick={onClose}>{t.common.close}</Button>
        </div>
        {trial.data && !over && <Trial trial={trial.data} />}
        {trial.data && !task && trial.data.passing > 0 && (
          <div className="stack tight">
            <div><Button onClick={() => apply.mutate()} loading={apply.isPending} data-testid="apply-rule">{r.apply(trial.data.matching === trial.data.looked_at ? trial.data.passing : trial.data.matching)}</Button></div>
            <p className="soft small reading">{r.acts}</p>
          </div>
        )}
        {task && running && <TaskProgress task={task} title={r.working} />}
        {task?.state === 'done' && task.result && (
          <div className="stack" data-testid="rule-done">
            <p className="note good" role="status">{r.done(task.result.mended)}</p>
            <Failing failing={task.result.failing} />
          </div>
        )}
        {task?.state === 'stopped' && <p className="note" role="status">{r.stopped}</p>}
        {task?.state === 'failed' && <p className="note bad" role="alert">{String(task.error?.message ?? '')} {String(task.error?.next_action ?? '')}</p>}
      </div>
      <datalist id="event-fields">{fields.map((field) => <option key={field} value={field} />)}</datalist>
    </Section>
  )
}

const fresh = (id: number): Draft => ({ id, do: 'rename', field: '', to: '', value: '', type: 'text' })

interface StepProps {
  one: Draft
  number: number
  alone: boolean
  onChange: (part: Partial<Draft>) => void
  onRemove: () => void
}

function Step({ one, number, alone, onChange, onRemove }: StepProps) {
  const { t } = useWords()
  const r = t.quarantine.rule
  const told = (part: 'to' | 'value', label: string, list?: string) => (
    <TextInput label={label} value={one[part]} list={list} onChange={(event) => onChange({ [part]: event.currentTarget.value })} data-testid={`step-${part}`} />
  )
  return (
    <div className="rule-step" role="group" aria-label={r.step(number)} data-testid="step">
      <Pick label={r.does} value={one.do} onChange={(value) => onChange({ do: value as Do })} options={kinds.map((kind) => ({ value: kind, label: r.kinds[kind] }))} testid="step-do" />
      <TextInput label={r.field} placeholder={r.fieldHint} value={one.field} list="event-fields" onChange={(event) => onChange({ field: event.currentTarget.value })} data-testid="step-field" />
      <div className="values">
        {one.do === 'rename' && told('to', r.to, 'event-fields')}
        {one.do === 'set' && told('value', r.value)}
        {one.do === 'cast' && <Pick label={r.type} value={one.type} onChange={(value) => onChange({ type: value as Cast })} options={types.map((type) => ({ value: type, label: r.types[type] }))} testid="step-type" />}
        {one.do === 'replace' && told('value', r.old)}
        {one.do === 'replace' && told('to', r.new)}
      </div>
      {alone ? <span /> : <Button variant="subtle" color="gray" size="xs" onClick={onRemove} aria-label={r.remove(number)}>{t.common.remove}</Button>}
    </div>
  )
}
