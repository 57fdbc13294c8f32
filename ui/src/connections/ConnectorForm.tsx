import { Button, Checkbox, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, part } from '@/api/client'
import { connectorKindsQuery } from '@/api/queries'
import type { Connector, ConnectorField, ConnectorKind, ConnectorSample, ImportPreview } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'
import { Columns } from './Columns'
import type { Mapping } from './mapping'
import { Setting } from './Setting'

interface FormProps {
  /** The one that is changed; without it a new one is set up. */
  one?: Connector
  onClose: () => void
}

/** Settings, a look at the first rows, what their columns mean, and off it goes. */
export function ConnectorForm(props: FormProps) {
  const query = useQuery(connectorKindsQuery)
  return <Loaded query={query}>{(kinds) => <Form kinds={kinds} {...props} />}</Loaded>
}

function Form({ kinds, one, onClose }: FormProps & { kinds: ConnectorKind[] }) {
  const { t, f } = useWords()
  const c = t.connectors
  const client = useQueryClient()
  const [kindName, setKindName] = useState(one?.kind ?? kinds[0]?.name ?? '')
  const [config, setConfig] = useState<Record<string, string>>(() => Object.fromEntries(Object.entries(one?.config ?? {}).map(([key, value]) => [key, String(value)])))
  const [name, setName] = useState(one?.name ?? '')
  const [schedule, setSchedule] = useState(one?.schedule ?? '1h')
  const [again, setAgain] = useState(false)
  const [sample, setSample] = useState<ConnectorSample | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const kind = kinds.find((one) => one.name === kindName)
  const kept = (field: ConnectorField) => field.kind === 'secret' && one?.secrets.includes(field.name) === true
  const missing = kind?.fields.some((field) => field.required && !kept(field) && !(config[field.name] ?? field.default).trim())

  const attempt = async (work: () => Promise<void>) => {
    setError(null)
    setBusy(true)
    try {
      await work()
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  const look = () => attempt(async () => {
    setSample(null)
    setSample(await api.post<ConnectorSample>('/connectors/test', { kind: kindName, config, connector: one?.id }))
  })
  const add = (mapping: Mapping) => attempt(async () => {
    const told = { name, config, schedule, mapping: JSON.stringify(mapping) }
    if (one) await api.patch<Connector>(`/connectors/${part(one.id)}`, { ...told, again })
    else await api.post<Connector>('/connectors', { ...told, kind: kindName })
    await client.invalidateQueries({ queryKey: ['connectors'] })
    onClose()
  })
  const change = (field: string, value: string) => {
    setConfig((now) => ({ ...now, [field]: value }))
    setSample(null)
  }
  return (
    <Section title={one ? c.change(one.name) : c.create} testid="connector-form">
      <form className="stack connector-form" onSubmit={(event) => { event.preventDefault(); void look() }}>
        <div className="field-row">
          <TextInput label={c.name} description={c.nameHint} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus data-testid="connector-name" />
          <TextInput label={c.schedule} description={c.scheduleHint} value={schedule} onChange={(event) => setSchedule(event.currentTarget.value)} data-testid="connector-schedule" />
        </div>
        {!one && kinds.length > 1 && <Pick label={c.kind} value={kindName} onChange={(value) => { setKindName(value); setConfig({}); setSample(null) }} options={kinds.map((one) => ({ value: one.name, label: one.title }))} testid="connector-kind" />}
        {kind?.fields.filter((field) => !field.made).map((field) => <Setting key={`${kindName}.${field.name}`} field={field} kept={kept(field)} value={config[field.name] ?? field.default} onChange={(value) => change(field.name, value)} />)}
        {error !== null && <ErrorNote error={error} />}
        <div className="row">
          <Button type="submit" variant={sample ? 'default' : 'filled'} loading={busy} disabled={missing} data-testid="try-connector">{c.try}</Button>
          <Button variant="subtle" color="gray" onClick={onClose}>{c.cancel}</Button>
        </div>
      </form>
      {sample && sample.columns.length === 0 && <p className="note care">{kindName === 'webhook' ? c.noExample : c.noRows}</p>}
      {one && sample && sample.columns.length > 0 && <Checkbox mb={16} label={c.again} description={c.againWhy} checked={again} onChange={(event) => setAgain(event.currentTarget.checked)} data-testid="connector-again" />}
      {sample && sample.columns.length > 0 && (
        <Columns
          key={JSON.stringify(config)} preview={asPreview(one ? { ...sample, mapping: one.mapping } : sample)} lead={sample.rows.length > 0 ? c.readable(f.number(sample.rows.length)) : c.noRows} action={one ? c.save : c.add}
          ready={name.trim() !== ''} onStart={add}
        />
      )}
    </Section>
  )
}

const asPreview = (sample: ConnectorSample): ImportPreview => ({
  encoding: null, delimiter: null, columns: sample.columns, rows: sample.rows as ImportPreview['rows'], mapping: sample.mapping, problems: [], layout: null, remembered: null,
})
