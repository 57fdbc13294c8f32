import './quarantine.css'
import './replay.css'
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/api/client'
import { fieldsQuery, replaysQuery, sourcesQuery, taskQuery } from '@/api/queries'
import type { ReplayChanges, Selection, StartedReplay, Task } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { Page, Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { TaskProgress } from '@/parts/TaskProgress'
import { readable } from '@/parts/Value'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { PastReplays } from './PastReplays'
import { ReplayTrial } from './ReplayTrial'

interface Going {
  id: string
  kind: 'trial' | 'replay'
}

const everything: Selection = { since: null, until: null, by: 'received', sources: [], events: [] }

/** Stored events looked at again by today's rules: shown first, then done. */
export function Replay() {
  const { t } = useWords()
  const r = t.replay
  const { mayEdit } = useSession()
  const query = useQuery({ ...replaysQuery, refetchInterval: 5_000 })
  return (
    <Page title={r.title} lead={r.lead} testid="replay">
      <Loaded query={query}>
        {(view) => (
          <>
            {mayEdit ? <Work running={view.task_id} kind={view.task_kind === 'replay' ? 'replay' : 'trial'} /> : <p className="note">{r.onlyEditors}</p>}
            <PastReplays replays={view.replays} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** `running`: the task that goes on already, begun elsewhere or before the page was left. */
function Work({ running, kind }: { running: string | null; kind: Going['kind'] }) {
  const { t } = useWords()
  const r = t.replay
  const client = useQueryClient()
  const [selection, setSelection] = useState(everything)
  const [going, setGoing] = useState<Going | null>(null)
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    if (running) setGoing((now) => now ?? { id: running, kind })
  }, [running, kind])
  const { data: task } = useQuery(taskQuery<ReplayChanges>(going?.id ?? null))
  const over = task !== undefined && task.state !== 'running'
  const replayed = going?.kind === 'replay'
  useEffect(() => {
    if (over && replayed) void client.invalidateQueries()
  }, [over, replayed, client])
  const start = async (what: Going['kind']) => {
    setError(null)
    const started = await api.post<StartedReplay>('/replays', { selection, dry_run: what === 'trial' })
    setGoing({ id: started.task_id, kind: what })
  }
  const attempt = () => start('trial').catch(setError)
  const change = (part: Partial<Selection>) => {
    setGoing(null)
    setSelection({ ...selection, ...part })
  }
  const busy = task?.state === 'running'
  return (
    <>
      <Section title={r.which} testid="replay-which">
        <Choice selection={selection} onChange={change} busy={busy} />
        <div className="row" style={{ marginTop: 16 }}>
          <Button variant={going?.kind === 'trial' && over ? 'default' : 'filled'} onClick={() => void attempt()} disabled={busy} data-testid="replay-try">{r.attempt}</Button>
        </div>
      </Section>
      <div className="replay-answer">
        {error !== null && <ErrorNote error={error} />}
        {busy && <TaskProgress task={{ ...task, note: said(task, r.stages) }} title={replayed ? r.running : r.trying} />}
        {over && <Ended task={task} replayed={replayed} onStart={() => setAsking(true)} />}
      </div>
      <Confirm open={asking} onClose={() => setAsking(false)} title={r.start} action={r.start} onAction={() => start('replay')}>
        <p>{r.confirm}</p>
      </Confirm>
    </>
  )
}

function said(task: Task<ReplayChanges>, stages: Record<string, string>): string {
  return stages[task.note] ?? task.note
}

function Ended({ task, replayed, onStart }: { task: Task<ReplayChanges>; replayed: boolean; onStart: () => void }) {
  const { t } = useWords()
  const r = t.replay
  if (task.state === 'stopped') return <p className="note" role="status" data-testid="replay-stopped">{r.stopped}</p>
  if (task.state === 'failed') return <p className="note bad" role="alert">{readable(task.error)}</p>
  if (replayed) return <p className="note good" role="status" data-testid="replay-done">{r.done}</p>
  return task.result ? <ReplayTrial changes={task.result} onStart={onStart} /> : null
}

interface ChoiceProps {
  selection: Selection
  onChange: (part: Partial<Selection>) => void
  busy: boolean
}

function Choice({ selection, onChange, busy }: ChoiceProps) {
  const { t } = useWords()
  const r = t.replay
  const { data: sources } = useQuery(sourcesQuery)
  const { data: fields } = useQuery(fieldsQuery)
  const day = (value: string, after: number) => {
    if (!value) return null
    const moment = new Date(`${value}T00:00:00`)
    moment.setDate(moment.getDate() + after)
    return moment.toISOString()
  }
  const all = { value: '', label: t.common.all }
  return (
    <fieldset className="replay-choice" disabled={busy}>
      <Pick label={r.source} value={selection.sources?.[0] ?? ''} onChange={(source) => onChange({ sources: source ? [source] : [] })} options={[all, ...(sources ?? []).map((one) => ({ value: one.id, label: one.name }))]} testid="replay-source" />
      <Pick label={r.event} value={selection.events?.[0] ?? ''} onChange={(event) => onChange({ events: event ? [event] : [] })} options={[all, ...(fields?.events ?? []).map((one) => ({ value: one.name, label: one.name }))]} testid="replay-event" />
      <div>
        <div className="mantine-InputWrapper-label">{r.by}</div>
        <SegmentedControl value={selection.by} onChange={(by) => onChange({ by: by as Selection['by'] })} data={(['received', 'happened'] as const).map((value) => ({ value, label: r.bys[value] }))} aria-label={r.by} />
      </div>
      <TextInput type="date" label={r.from} onChange={(event) => onChange({ since: day(event.currentTarget.value, 0) })} />
      <TextInput type="date" label={r.until} onChange={(event) => onChange({ until: day(event.currentTarget.value, 1) })} />
    </fieldset>
  )
}
