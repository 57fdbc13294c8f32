import { Button, Progress } from '@mantine/core'
import { useState } from 'react'
import { api, part } from '@/api/client'
import type { Task } from '@/api/types'
import { useWords } from '@/text'

/** Long work: how far, how long still, and the way to stop it. It goes on when the page is left. */
export function TaskProgress({ task, title }: { task: Task; title: string }) {
  const { t, f } = useWords()
  const [stopping, setStopping] = useState(false)
  const share = task.total ? (task.done / task.total) * 100 : 0
  const left = task.seconds_left === null || task.seconds_left === undefined ? '' : t.common.secondsLeft(Math.ceil(task.seconds_left))
  const stop = () => {
    setStopping(true)
    void api.post(`/tasks/${part(task.id)}/stop`)
  }
  return (
    <div className="stack" style={{ maxWidth: 560 }} data-testid="task" data-state={task.state}>
      <div className="row between">
        <span className="strong">{title}</span>
        <Button size="xs" variant="default" onClick={stop} disabled={stopping} data-testid="stop-task">{t.common.stop}</Button>
      </div>
      <Progress value={share} aria-label={title} animated={!task.total} />
      <p className="soft small" role="status" aria-live="polite">
        {task.total ? t.common.of(f.number(task.done), f.number(task.total)) : f.number(task.done)} {task.note && `· ${task.note}`} {left && `· ${left}`}
      </p>
    </div>
  )
}
