import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/api/client'
import { taskQuery } from '@/api/queries'
import { ErrorNote } from '@/parts/ErrorNote'
import { TaskProgress } from '@/parts/TaskProgress'
import { useWords } from '@/text'

interface Applied {
  splits: number
  merges: number
  links_refused: number
  links_joined: number
}

/** Applying the rules to what is there: started here or found running, with how it ended. */
export function useApplying(running: string | null | undefined) {
  const client = useQueryClient()
  const [started, setStarted] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const { data: task } = useQuery(taskQuery<Applied>(started ?? running ?? null))
  const over = task !== undefined && task.state !== 'running'
  useEffect(() => {
    if (over) for (const key of ['identifiers', 'home', 'people', 'person']) void client.invalidateQueries({ queryKey: [key] })
  }, [over, client])
  const start = async () => {
    setError(null)
    try {
      setStarted((await api.post<{ task_id: string }>('/identifiers/apply')).task_id)
    } catch (cause) {
      setError(cause)
    }
  }
  return { start, task, error, busy: task?.state === 'running' }
}

export function Applying({ of }: { of: ReturnType<typeof useApplying> }) {
  const { t } = useWords()
  const r = t.identifiers
  const { task, error } = of
  const failed = task?.state === 'failed' ? (task.error as { message: string; next_action: string } | null) : null
  const done = task?.state === 'done' ? task.result : null
  return (
    <div aria-live="polite" className="stack" data-testid="applying">
      {of.busy && task && <TaskProgress task={task} title={r.applying} />}
      {done && <p className="note good" role="status">{r.applied(done.splits, done.merges, done.links_refused, done.links_joined)}</p>}
      {task?.state === 'stopped' && <p className="note care" role="status">{r.stopped}</p>}
      {failed && <p className="note care" role="alert">{failed.message} {failed.next_action}</p>}
      {error !== null && <ErrorNote error={error} />}
    </div>
  )
}
