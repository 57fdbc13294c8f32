import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, part } from '@/api/client'
import { destinationKindsQuery, syncRunsQuery, syncsQuery, taskQuery } from '@/api/queries'
import type { Sync } from '@/api/types'
import { usePanel } from '@/frame/panel'
import { Confirm } from '@/parts/Confirm'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { TaskProgress } from '@/parts/TaskProgress'
import { readable } from '@/parts/Value'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { StateWord } from './ConnectorState'

/** One sync: what it does now, its runs with whom they left out and why, its settings. */
export function SyncPanel({ id }: { id: string }) {
  const query = useQuery(syncsQuery)
  const found = query.data?.find((one) => one.id === id)
  return <Loaded query={query} lines={4}>{() => (found ? <Opened one={found} /> : null)}</Loaded>
}

function Opened({ one }: { one: Sync }) {
  const { t, f } = useWords()
  const { mayManage } = useSession()
  const c = t.connectors
  const { data: kinds } = useQuery(destinationKindsQuery)
  const titleOf = (name: string) => kinds?.find((kind) => kind.name === one.kind)?.fields.find((field) => field.name === name)?.title ?? name
  const { data: task } = useQuery(taskQuery(one.task_id ?? null))
  return (
    <div className="stack" data-testid="sync-panel">
      <p className="row wide"><StateWord state={one.state} /><span className="soft">{c.every(one.schedule)}</span></p>
      {one.failures > 0 && <p className="note care">{c.tries(one.failures)}</p>}
      {one.last_run?.error && <div className="note bad" role="alert"><p className="strong">{one.last_run.error.message}</p><p>{one.last_run.error.next_action}</p></div>}
      {one.task_id && task?.state === 'running' && <TaskProgress task={task} title={t.syncs.running} />}
      {mayManage && <Actions one={one} />}
      <h3>{c.runs}</h3>
      <Runs id={one.id} />
      <h3>{t.syncs.what}</h3>
      <p className="mono small">{['person_id', ...Object.keys(one.columns)].join(', ')}</p>
      {mayManage && (
        <>
          <h3>{c.settings}</h3>
          <dl className="connector-settings">
            {Object.entries(one.config).filter(([, value]) => value !== '').map(([name, value]) => <div key={name}><dt className="soft small">{titleOf(name)}</dt><dd className="mono">{readable(value)}</dd></div>)}
            {one.secrets.map((name) => <div key={name}><dt className="soft small">{titleOf(name)}</dt><dd>{c.secretKept}</dd></div>)}
          </dl>
        </>
      )}
      <p className="soft small">{c.columns.next}: {f.time(one.next_at)}</p>
    </div>
  )
}

function Actions({ one }: { one: Sync }) {
  const { t } = useWords()
  const c = t.connectors
  const client = useQueryClient()
  const panel = usePanel()
  const [removing, setRemoving] = useState(false)
  const again = () => client.invalidateQueries({ queryKey: ['syncs'] })
  const run = useMutation({ mutationFn: (force: boolean) => api.post(`/syncs/${part(one.id)}/run`, { force }), onSuccess: again })
  const pause = useMutation({ mutationFn: () => api.patch(`/syncs/${part(one.id)}`, { active: !one.active }), onSuccess: again })
  const error = run.error ?? pause.error
  const stopped = one.failures > 0
  return (
    <>
      <div className="row">
        <Button size="xs" onClick={() => run.mutate(false)} loading={run.isPending} disabled={one.state === 'running'} data-testid="run-sync">{c.runNow}</Button>
        {stopped && <Button size="xs" variant="default" onClick={() => run.mutate(true)} disabled={one.state === 'running'} data-testid="force-sync">{t.syncs.force}</Button>}
        <Button size="xs" variant="default" onClick={() => pause.mutate()} loading={pause.isPending} data-testid="pause-sync">{one.active ? c.pause : c.resume}</Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => setRemoving(true)} data-testid="remove-sync">{c.remove}</Button>
      </div>
      {error && <ErrorNote error={error} />}
      <Confirm
        open={removing} onClose={() => setRemoving(false)} title={t.syncs.removeConfirm} action={t.syncs.removeConfirm} danger
        onAction={async () => {
          await api.remove(`/syncs/${part(one.id)}`)
          panel.hide()
          void again()
        }}
      >
        <p>{t.syncs.removeWhy(one.name)}</p>
      </Confirm>
    </>
  )
}

function Runs({ id }: { id: string }) {
  const { t, f } = useWords()
  const c = t.syncs
  const query = useQuery(syncRunsQuery(id))
  const states: Record<string, string> = t.connectors.runStates
  return (
    <Loaded query={query} lines={3}>
      {(runs) => (runs.length === 0
        ? <p className="soft">{t.connectors.noRuns}</p>
        : (
          <ol className="connector-runs" data-testid="sync-runs">
            {runs.slice(0, 20).map((run) => (
              <li key={run.id}>
                <span className="row between"><span>{f.time(run.started_at)}</span><span className={run.state === 'failed' ? 'bad' : 'soft'}>{states[run.state] ?? run.state}</span></span>
                <span className="soft small">{c.outcome(run.put, run.removed)} · {c.there(run.wanted)}</span>
                {run.left_out.map((each) => <span key={each.reason} className="soft small">{c.leftOut(each.people)}: {each.text}</span>)}
              </li>
            ))}
          </ol>
        ))}
    </Loaded>
  )
}
