import '@/audiences/audiences.css'
import { Button, NumberInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { campaignsQuery, fieldsQuery } from '@/api/queries'
import type { PredictorCard, Where } from '@/api/types'
import { Filters } from '@/audiences/EventCondition'
import { ErrorNote } from '@/parts/ErrorNote'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

/** How likely somebody is to do what: an event, its properties, within how many days, of whom. */
export function NewPrediction({ onMade, onClose }: { onMade: (name: string) => void; onClose: () => void }) {
  const { t } = useWords()
  const p = t.predictions
  const term = useTerm()
  const client = useQueryClient()
  const { data: fields } = useQuery(fieldsQuery)
  const { data: campaigns } = useQuery(campaignsQuery())
  const [title, setTitle] = useState('')
  const [event, setEvent] = useState('')
  const [where, setWhere] = useState<Where[]>([])
  const [among, setAmong] = useState('')
  const [campaign, setCampaign] = useState<string | null>(null)
  const [days, setDays] = useState(30)
  const [error, setError] = useState<unknown>(null)
  const events = (fields?.events ?? []).map((one) => ({ value: one.name, label: term('event', one.name) }))
  const properties = (fields?.events.find((one) => one.name === event)?.properties ?? []).map((name) => ({ value: name, label: term('property', name) }))
  const make = async () => {
    setError(null)
    try {
      const made = await api.post<PredictorCard>('/predictions', { title: title || (event && term('event', event)), events: event ? [event] : [], where, among: among && campaign === null ? [among] : [], days, campaign: campaign ?? '' })
      await client.invalidateQueries({ queryKey: ['predictions'] })
      onMade(made.name)
    } catch (cause) {
      setError(cause)
    }
  }
  return (
    <form className="predictor stack wide" onSubmit={(submitted) => { submitted.preventDefault(); void make() }} data-testid="predictor-form">
      <h2>{p.make}</h2>
      <p className="reading">{campaign === null ? p.makeHint : p.upliftHint}</p>
      <Pick label={p.kind} value={campaign === null ? 'likely' : 'uplift'} onChange={(kind) => setCampaign(kind === 'uplift' ? '' : null)} options={[{ value: 'likely', label: p.kinds.likely }, { value: 'uplift', label: p.kinds.uplift }]} testid="new-kind" />
      {campaign !== null && <Pick label={p.campaign} value={campaign} onChange={setCampaign} options={[{ value: '', label: p.chooseCampaign }, ...(campaigns ?? []).map((one) => ({ value: one.id, label: one.name }))]} testid="new-campaign" />}
      <div className="field-row">
        <Pick label={p.event} value={event} onChange={(name) => { setEvent(name); setWhere([]) }} options={[{ value: '', label: p.choose }, ...events]} testid="new-event" />
        <NumberInput label={p.days} value={days} min={7} max={730} onChange={(value) => setDays(Number(value))} w={150} data-testid="new-days" />
        {campaign === null && <Pick label={p.among} value={among} onChange={setAmong} options={[{ value: '', label: p.everybody }, ...events]} testid="new-among" />}
      </div>
      {event && <div className="rule-leaf"><div className="rule-parts"><Filters where={where} properties={properties} onChange={setWhere} /></div></div>}
      <TextInput label={p.name} placeholder={event && term('event', event)} value={title} onChange={(changed) => setTitle(changed.currentTarget.value)} maw={420} data-testid="new-title" />
      {error !== null && <ErrorNote error={error} />}
      <div className="row">
        <Button type="submit" disabled={!event || campaign === ''} data-testid="new-make">{p.makeAction}</Button>
        <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
      </div>
    </form>
  )
}
