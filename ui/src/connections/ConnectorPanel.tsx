import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, part } from '@/api/client'
import { connectorKindsQuery, connectorRunsQuery, connectorsQuery, taskQuery } from '@/api/queries'
import type { Connector, ConnectorRun } from '@/api/types'
import { usePanel } from '@/frame/panel'
import { Confirm } from '@/parts/Confirm'
import { Copy } from '@/parts/Copy'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { TaskProgress } from '@/parts/TaskProgress'
import { readable } from '@/parts/Value'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { StateWord } from './ConnectorState'

/** One connector: what it does now, its runs, the rows that it could not take, its settings. */
export function ConnectorPanel({ id, onEdit }: { id: string; onEdit: (one: Connector) => void }) {
  const query = useQuery(connectorsQuery)
  const found = query.data?.find((one) => one.id === id)
  return <Loaded query={query} lines={4}>{() => (found ? <Opened one={found} onEdit={onEdit} /> : null)}</Loaded>
}

function Opened({ one, onEdit }: { one: Connector; onEdit: (one: Connector) => void }) {
  const { t, f } = useWords()
  const { mayManage } = useSession()
  const c = t.connectors
  const { data: kinds } = useQuery(connectorKindsQuery)
  const titleOf = (name: string) => kinds?.find((kind) => kind.name === one.kind)?.fields.find((field) => field.name === name)?.title ?? name
  const { data: task } = useQuery(taskQuery(one.task_id ?? null))
  return (
    <div className="stack" data-testid="connector-panel">
      <p className="row wide"><StateWord state={one.state} /><span className="soft">{c.every(one.schedule)}</span></p>
      {one.failures > 0 && <p className="note care">{c.tries(one.failures)}</p>}
      {one.last_run?.error && <div className="note bad" role="alert"><p className="strong">{one.last_run.error.message}</p><p>{one.last_run.error.next_action}</p></div>}
      {one.task_id && task?.state === 'running' && <TaskProgress task={task} title={c.running} />}
      {mayManage && one.kind === 'webhook' && <div><p className="soft small">{c.callHere}</p><span className="key"><code data-testid="webhook-address">{`${location.origin}/w/${readable(one.config.path)}`}</code><Copy text={`${location.origin}/w/${readable(one.config.path)}`} label={c.copyAddress} /></span></div>}
      {mayManage && <Actions one={one} onEdit={onEdit} />}
      <h3>{c.runs}</h3>
      <Runs id={one.id} />
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

function Actions({ one, onEdit }: { one: Connector; onEdit: (one: Connector) => void }) {
  const { t } = useWords()
  const c = t.connectors
  const client = useQueryClient()
  const panel = usePanel()
  const [removing, setRemoving] = useState(false)
  const again = () => client.invalidateQueries({ queryKey: ['connectors'] })
  const run = useMutation({ mutationFn: () => api.post(`/connectors/${part(one.id)}/run`), onSuccess: again })
  const pause = useMutation({ mutationFn: () => api.patch(`/connectors/${part(one.id)}`, { active: !one.active }), onSuccess: again })
  const error = run.error ?? pause.error
  return (
    <>
      <div className="row">
        <Button size="xs" onClick={() => run.mutate()} loading={run.isPending} disabled={one.state === 'running'} data-testid="run-connector">{c.runNow}</Button>
        <Button size="xs" variant="default" onClick={() => pause.mutate()} loading={pause.isPending} data-testid="pause-connector">{one.active ? c.pause : c.resume}</Button>
        <Button size="xs" variant="default" onClick={() => onEdit(one)} disabled={one.state === 'running'} data-testid="edit-connector">{c.edit}</Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => setRemoving(true)} data-testid="remove-connector">{c.remove}</Button>
      </div>
      {error && <ErrorNote error={error} />}
      <Confirm
        open={removing} onClose={() => setRemoving(false)} title={c.removeConfirm} action={c.removeConfirm} danger
        onAction={async () => {
          await api.remove(`/connectors/${part(one.id)}`)
          panel.hide()
          void again()
        }}
      >
        <p>{c.removeWhy(one.name)}</p>
      </Confirm>
    </>
  )
}

function Runs({ id }: { id: string }) {
  const { t, f } = useWords()
  const c = t.connectors
  const query = useQuery(connectorRunsQuery(id))
  const states: Record<string, string> = c.runStates
  return (
    <Loaded query={query} lines={3}>
      {(runs) => (runs.length === 0
        ? <p className="soft">{c.noRuns}</p>
        : (
          <ol className="connector-runs" data-testid="connector-runs">
            {runs.slice(0, 20).map((run) => (
              <li key={run.id}>
                <span className="row between"><span>{f.time(run.started_at)}</span><span className={run.state === 'failed' ? 'bad' : 'soft'}>{states[run.state] ?? run.state}</span></span>
                <span className="soft small">{c.read(run.rows)} · {c.outcome(run.fresh, f.number(run.events))}</span>
                <Problems run={run} />
              </li>
            ))}
          </ol>
        ))}
    </Loaded>
  )
}

function Problems({ run }: { run: ConnectorRun }) {
  const { t, f } = useWords()
  const c = t.connectors
  if (run.failed === 0) return null
  return (
    <details>
      <summary className="link small">{c.notTaken(run.failed)}</summary>
      <ul className="small">
        {run.problems.map((one, index) => <li key={index}><span className="soft">{c.place(f.number(one.row))}{one.column && ` · ${one.column}`}</span> {one.reason_text}{one.text && <> <code>{one.text}</code></>}</li>)}
      </ul>
    </details>
  )
}
