import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/api/client'
import { taskQuery, waitingQuery } from '@/api/queries'
import type { ImportPreview, WaitingFile } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Section } from '@/parts/Page'
import { TaskProgress } from '@/parts/TaskProgress'
import { readable } from '@/parts/Value'
import { useWords } from '@/text'
import { Columns } from './Columns'
import type { Mapping } from './mapping'

/** Files in the watched folder whose columns nobody has confirmed yet. */
export function Waiting({ mayEdit }: { mayEdit: boolean }) {
  const { t, f } = useWords()
  const i = t.imports
  const client = useQueryClient()
  const { data } = useQuery(waitingQuery)
  const [open, setOpen] = useState<{ file: WaitingFile; preview: ImportPreview } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [task, setTask] = useState<string | null>(null)
  const { data: running } = useQuery(taskQuery<{ rows: number; failed: number }>(task))
  const finished = running?.state === 'done'
  useEffect(() => {
    if (finished) for (const key of ['imports', 'sources', 'home']) void client.invalidateQueries({ queryKey: [key] })
  }, [finished, client])

  const look = async (file: WaitingFile) => {
    setError(null)
    setTask(null)
    try {
      setOpen({ file, preview: await api.post<ImportPreview>('/imports/waiting/preview', { source: file.source, file: file.file }) })
    } catch (cause) {
      setError(cause)
    }
  }
  const start = async (file: WaitingFile, mapping: Mapping) => {
    setError(null)
    try {
      const body = { source: file.source, file: file.file, mapping: JSON.stringify(mapping) }
      setTask((await api.post<{ task_id: string }>('/imports/waiting', body)).task_id)
      setOpen(null)
    } catch (cause) {
      setError(cause)
    }
  }
  if (!data) return null
  return (
    <Section title={i.folder} testid="waiting">
      <p className="soft">{i.folderWhy}</p>
      <p className="mono small cut" title={data.folder}>{data.folder}/</p>
      {error !== null && <ErrorNote error={error} />}
      {running?.state === 'running' && <TaskProgress task={running} title={i.importing} />}
      {running?.state === 'failed' && <p className="note bad" role="alert">{readable(running.error)}</p>}
      {finished && running.result && <p className="note good" role="status">{i.doneText(f.number(running.result.rows - running.result.failed), f.number(running.result.failed))}</p>}
      {data.items.length > 0 && (
        <ul className="waiting">
          {data.items.map((file) => (
            <li key={`${file.source}/${file.file}`} className="row wide">
              <span className="strong">{file.source} / {file.file}</span>
              <span className="soft">{i.kilobytes(f.number(Math.ceil(file.size / 1024)))}</span>
              {mayEdit && <Button variant="default" size="xs" onClick={() => void look(file)} data-testid="look">{i.look}</Button>}
            </li>
          ))}
        </ul>
      )}
      {open && <Columns key={open.file.file} preview={open.preview} onStart={(mapping) => start(open.file, mapping)} />}
    </Section>
  )
}
