import { Button, Checkbox, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { fieldsQuery, audiencesQuery, consentCatalogueQuery, destinationKindsQuery } from '@/api/queries'
import type { DestinationKind, Sync } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'
import { Setting } from './Setting'

const IDENTIFIERS = ['email', 'phone', 'user_id']
const NUMBER = 'person_id'

/** Who, with which yes, what goes along, and where to. */
export function NewSync({ onClose }: { onClose: () => void }) {
  const query = useQuery(destinationKindsQuery)
  return <Loaded query={query}>{(kinds) => <Form kinds={kinds} onClose={onClose} />}</Loaded>
}

function Form({ kinds, onClose }: { kinds: DestinationKind[]; onClose: () => void }) {
  const { t, language } = useWords()
  const c = t.syncs
  const client = useQueryClient()
  const { data: audiences } = useQuery(audiencesQuery)
  const { data: fields } = useQuery(fieldsQuery)
  const { data: catalogue } = useQuery(consentCatalogueQuery)
  const [told, setTold] = useState({ name: '', schedule: '1h', audience: '', purpose: 'marketing', channel: 'email', key: NUMBER, kind: kinds[0]?.name ?? '' })
  const [config, setConfig] = useState<Record<string, string>>({})
  const [columns, setColumns] = useState<Record<string, string>>({ email: 'identifier:email' })
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<typeof told>) => setTold((now) => ({ ...now, ...part }))
  const kind = kinds.find((one) => one.name === told.kind)
  const purpose = catalogue?.purposes.find((one) => one.key === told.purpose)
  const traits = (fields?.traits ?? []).map((one) => one.name).filter((name) => !IDENTIFIERS.includes(name))
  const missing = told.name.trim() === '' || kind?.fields.some((field) => field.required && !(config[field.name] ?? field.default).trim())
  const toggle = (name: string, from: string, on: boolean) => {
    setColumns(({ [name]: _, ...rest }) => (on ? { ...rest, [name]: from } : rest))
    if (!on && told.key === name) change({ key: NUMBER })
  }
  const add = async () => {
    setError(null)
    setBusy(true)
    try {
      await api.post<Sync>('/syncs', { ...told, audience: told.audience || null, columns, config })
      await client.invalidateQueries({ queryKey: ['syncs'] })
      onClose()
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  const choice = (name: string, from: string) => (
    <Checkbox key={from} label={name} checked={columns[name] === from} onChange={(event) => toggle(name, from, event.currentTarget.checked)} data-testid={`column-${name}`} />
  )
  return (
    <Section title={c.create} testid="sync-form">
      <form className="stack connector-form" onSubmit={(event) => { event.preventDefault(); void add() }}>
        <div className="field-row">
          <TextInput label={c.name} description={c.nameHint} value={told.name} onChange={(event) => change({ name: event.currentTarget.value })} data-autofocus data-testid="sync-name" />
          <TextInput label={t.connectors.schedule} description={t.connectors.scheduleHint} value={told.schedule} onChange={(event) => change({ schedule: event.currentTarget.value })} data-testid="sync-schedule" />
        </div>
        <Pick label={c.audience} value={told.audience} onChange={(audience) => change({ audience })} options={[{ value: '', label: c.everybody }, ...(audiences ?? []).map((one) => ({ value: one.id, label: one.name }))]} testid="sync-audience" />
        <div className="field-row">
          <Pick label={c.purpose} value={told.purpose} onChange={(value) => change({ purpose: value })} options={(catalogue?.purposes ?? []).map((one) => ({ value: one.key, label: one.name[language] }))} testid="sync-purpose" />
          <Pick label={c.channel} value={told.channel} onChange={(channel) => change({ channel })} options={(purpose?.channels ?? ['email']).map((one) => ({ value: one, label: one }))} testid="sync-channel" />
        </div>
        <fieldset className="plain stack">
          <legend className="strong">{c.what}</legend>
          <p className="soft small">{c.whatHint}</p>
          <div className="row wide" aria-label={c.identifiers}>{IDENTIFIERS.map((name) => choice(name, `identifier:${name}`))}</div>
          {traits.length > 0 && <div className="row wide" aria-label={c.traits}>{traits.slice(0, 40).map((name) => choice(name, `trait:${name}`))}</div>}
        </fieldset>
        <Pick label={c.key} value={told.key} onChange={(key) => change({ key })} options={[{ value: NUMBER, label: c.number }, ...IDENTIFIERS.filter((name) => name in columns).map((name) => ({ value: name, label: name }))]} testid="sync-key" />
        <Pick label={c.kind} value={told.kind} onChange={(value) => { change({ kind: value }); setConfig({}) }} options={kinds.map((one) => ({ value: one.name, label: one.title }))} testid="sync-kind" />
        {kind?.fields.map((field) => <Setting key={`${told.kind}.${field.name}`} field={field} value={config[field.name] ?? field.default} onChange={(value) => setConfig((now) => ({ ...now, [field.name]: value }))} />)}
        {error !== null && <ErrorNote error={error} />}
        <div className="row">
          <Button type="submit" loading={busy} disabled={missing} data-testid="start-sync">{c.start}</Button>
          <Button variant="subtle" color="gray" onClick={onClose}>{t.connectors.cancel}</Button>
        </div>
      </form>
    </Section>
  )
}
