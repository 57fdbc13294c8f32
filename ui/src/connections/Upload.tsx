import './connections.css'
import { Button, FileButton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/api/client'
import { taskQuery } from '@/api/queries'
import type { ImportPreview, Source } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { TaskProgress } from '@/parts/TaskProgress'
import { readable } from '@/parts/Value'
import { useWords } from '@/text'
import { Columns } from './Columns'
import type { Mapping } from './mapping'

/** A file, what its columns mean, and the import that goes on when the page is left. */
export function Upload({ sources }: { sources: Source[] }) {
  const { t, f } = useWords()
  const client = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [preview, setPreview] = useState<ImportPreview | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [task, setTask] = useState<string | null>(null)
  const { data: running } = useQuery(taskQuery<{ rows: number; events: number; failed: number }>(task))
  const finished = running?.state === 'done'
  useEffect(() => {
    if (finished) for (const key of ['imports', 'sources', 'home']) void client.invalidateQueries({ queryKey: [key] })
  }, [finished, client])

  const look = async (chosen: File | null) => {
    if (!chosen) return
    setError(null)
    setTask(null)
    setFile(chosen)
    const form = new FormData()
    form.set('file', chosen)
    try {
      setPreview(await api.post<ImportPreview>('/imports/preview', form))
    } catch (cause) {
      setPreview(null)
      setError(cause)
    }
  }
  const start = async (mapping: Mapping, source: string) => {
    if (!file) return
    setError(null)
    const form = new FormData()
    form.set('file', file)
    form.set('mapping', JSON.stringify(mapping))
    form.set('source', source)
    try {
      setTask((await api.post<{ task_id: string }>('/imports', form)).task_id)
      setPreview(null)
    } catch (cause) {
      setError(cause)
    }
  }
  return (
    <div className="stack" style={{ marginBottom: 32 }} data-testid="upload">
      <div className="row wide">
        <FileButton accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson,.parquet" onChange={(chosen) => void look(chosen)}>
          {(props) => <Button {...props} data-testid="choose-file">{t.imports.upload}</Button>}
        </FileButton>
        {file && <span className="soft">{t.imports.chosen(file.name)}</span>}
      </div>
      {error !== null && <ErrorNote error={error} />}
      {running?.state === 'running' && <TaskProgress task={running} title={t.imports.importing} />}
      {running?.state === 'failed' && <p className="note bad" role="alert">{readable(running.error)}</p>}
      {finished && running.result && <p className="note good" role="status">{t.imports.doneText(f.number(running.result.rows - running.result.failed), f.number(running.result.failed))}</p>}
      {preview && file && <Columns key={file.name} preview={preview} sources={sources} onStart={start} />}
    </div>
  )
}
