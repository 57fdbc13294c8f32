import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/api/client'
import { taskQuery } from '@/api/queries'
import type { QuarantineFilter, StartedMending } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { TaskProgress } from '@/parts/TaskProgress'
import { useWords } from '@/text'

interface Props {
  filter: QuarantineFilter
  /** How many open events the filter finds now. */
  count: number
}

/** Puts all that the filters find aside, for one reason. */
export function DismissAll({ filter, count }: Props) {
  const { t } = useWords()
  const q = t.quarantine
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [taskId, setTaskId] = useState<string | null>(null)
  const { data: task } = useQuery(taskQuery(taskId))
  const over = task !== undefined && task.state !== 'running'
  useEffect(() => {
    if (!over) return
    void client.invalidateQueries({ queryKey: ['quarantine'] })
    void client.invalidateQueries({ queryKey: ['home'] })
  }, [over, client])
  const start = async () => {
    const started = await api.post<StartedMending>('/quarantine/dismiss', { reason, filter })
    setTaskId(started.task_id)
    setReason('')
  }
  if (task?.state === 'running') return <TaskProgress task={task} title={q.dismissing} />
  if (count === 0) return null
  return (
    <>
      <Button variant="subtle" color="gray" size="xs" onClick={() => setAsking(true)} data-testid="dismiss-all">{q.dismissAll(count)}</Button>
      <Confirm open={asking} onClose={() => setAsking(false)} title={q.dismissAll(count)} action={q.dismissAll(count)} onAction={start} ready={reason.trim().length > 0}>
        <p>{q.dismissAllBody}</p>
        <TextInput label={q.dismissWhy} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={400} data-autofocus data-testid="dismiss-all-why" />
      </Confirm>
    </>
  )
}
