import './connections.css'
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ImportPreview, Source } from '@/api/types'
import { Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { readable } from '@/parts/Value'
import { useWords } from '@/text'
import { eventNameOf, meanings, toMapping, type ColumnMeaning, type Mapping, type Meaning } from './mapping'

const kinds: Meaning[] = ['skip', 'identifier', 'trait', 'property', 'time', 'event', 'revenue', 'order_id']
const named: Meaning[] = ['identifier', 'trait', 'property']

interface ColumnsProps {
  preview: ImportPreview
  sources?: Source[]
  onStart: (mapping: Mapping, source: string) => Promise<void>
  /** What was read, where it is no file. */
  lead?: string
  /** What the button does, where it imports no file. */
  action?: string
  ready?: boolean
}

/** The columns of a file with their meaning, to look at once; `sources` is left out where it is clear whose file it is. */
export function Columns({ preview, sources, onStart, lead, action, ready: also = true }: ColumnsProps) {
  const { t, f } = useWords()
  const i = t.imports
  const suggested = preview.mapping as Mapping | null
  const [chosen, setChosen] = useState(() => meanings(preview.columns, suggested))
  const [eventName, setEventName] = useState(eventNameOf(suggested))
  const [source, setSource] = useState(preview.remembered?.source ?? sources?.[0]?.id ?? '')
  const set = (index: number, patch: Partial<ColumnMeaning>) => setChosen((now) => now.with(index, { ...(now[index] as ColumnMeaning), ...patch }))
  const example = (column: string) => {
    const row = preview.rows[0]
    return typeof row === 'object' && row !== null ? readable((row as Record<string, unknown>)[column]) : ''
  }
  const mapping = toMapping(chosen, eventName, suggested)
  const told = chosen.some((one) => one.meaning === 'identifier') && chosen.some((one) => one.meaning !== 'identifier' && one.meaning !== 'skip')
  const ready = also && (sources === undefined || source !== '') && (mapping === suggested || told)
  return (
    <Section title={i.mapping} testid="mapping">
      <p className="soft" style={{ marginBottom: 12 }}>{lead ?? i.read(preview.encoding ?? '', preview.delimiter ?? '')}</p>
      {preview.remembered && <p className="note good" style={{ marginBottom: 8 }} data-testid="remembered">{i.remembered(preview.remembered.file, f.day(preview.remembered.confirmed_at))}</p>}
      {!preview.remembered && preview.layout && <p className="note good" style={{ marginBottom: 8 }} data-testid="layout">{i.layout(preview.layout.name)}</p>}
      {preview.problems.map((problem, index) => <p key={index} className="note care" style={{ marginBottom: 8 }}>{readable(problem)}</p>)}
      <div className="field-row" style={{ maxWidth: 640, marginBottom: 16 }}>
        {sources && <Pick label={i.intoSource} value={source} onChange={setSource} options={sources.map((one) => ({ value: one.id, label: one.name }))} />}
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
        <pre className="note">{JSON.stringify(mapping, null, 2)}</pre>
      </details>
      <Button disabled={!ready} onClick={() => void onStart(mapping, source)} data-testid="start-import">{action ?? i.upload}</Button>
    </Section>
  )
}
