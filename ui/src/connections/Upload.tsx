import './connections.css'
import { Button, FileButton, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/api/client'
import { taskQuery } from '@/api/queries'
import type { ImportPreview, Source } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { TaskProgress } from '@/parts/TaskProgress'
import { readable } from '@/parts/Value'
import { useWords } from '@/text'
import { eventNameOf, meanings, toMapping, type ColumnMeaning, type Mapping, type Meaning } from './mapping'

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

const kinds: Meaning[] = ['skip', 'identifier', 'trait', 'property', 'time', 'event', 'revenue', 'order_id']
const named: Meaning[] = ['identifier', 'trait', 'property']

function Columns({ preview, sources, onStart }: { preview: ImportPreview; sources: Source[]; onStart: (mapping: Mapping, source: string) => Promise<void> }) {
  const { t } = useWords()
  const i = t.imports
  const suggested = preview.mapping as Mapping | null
  const [chosen, setChosen] = useState(() => meanings(preview.columns, suggested))
  const [eventName, setEventName] = useState(eventNameOf(suggested))
  const [source, setSource] = useState(sources[0]?.id ?? '')
  const set = (index: number, patch: Partial<ColumnMeaning>) => setChosen((now) => now.with(index, { ...(now[index] as ColumnMeaning), ...patch }))
  const example = (column: string) => {
    const row = preview.rows[0]
    return typeof row === 'object' && row !== null ? readable((row as Record<string, unknown>)[column]) : ''
  }
  const ready = source !== '' && chosen.some((one) => one.meaning === 'identifier') && chosen.some((one) => one.meaning !== 'identifier' && one.meaning !== 'skip')
  return (
    <Section title={i.mapping} testid="mapping">
      <p className="soft" style={{ marginBottom: 12 }}>{i.read(preview.encoding ?? '', preview.delimiter ?? '')}</p>
      {preview.problems.map((problem, index) => <p key={index} className="note care" style={{ marginBottom: 8 }}>{readable(problem)}</p>)}
      <div className="field-row" style={{ maxWidth: 640, marginBottom: 16 }}>
        <Pick label={i.intoSource} value={source} onChange={setSource} options={sources.map((one) => ({ value: one.id, label: one.name }))} />
        <TextInput label={i.eventName} placeholder={i.whats.profile} value={eventName} onChange={(event) => setEventName(event.currentTarget.value)} />
      </div>
      <div className="mapping">
        {chosen.map((one, index) => (
          <div key={one.column} style={{ display: 'contents' }}>
            <span className="strong cut" title={one.column}>{one.column}</span>
            <Pick bare label={i.mapTo(one.column)} value={one.meaning} onChange={(meaning) => set(index, { meaning: meaning as Meaning })} options={kinds.map((kind) => ({ value: kind, label: i.mapKinds[kind] }))} />
            {named.includes(one.meaning) ? <TextInput aria-label={`${i.mapKinds[one.meaning]}: ${one.column}`} value={one.name} onChange={(event) => set(index, { name: event.currentTarget.value })} /> : <span />}
            <span className="soft cut example">{example(one.column)}</span>
          </div>
        ))}
      </div>
      <details style={{ margin: '12px 0' }}>
        <summary className="link small">{i.mappingJson}</summary>
        <pre className="note">{JSON.stringify(toMapping(chosen, eventName, suggested), null, 2)}</pre>
      </details>
      <Button disabled={!ready} onClick={() => void onStart(toMapping(chosen, eventName, suggested), source)} data-testid="start-import">{i.upload}</Button>
    </Section>
  )
}
