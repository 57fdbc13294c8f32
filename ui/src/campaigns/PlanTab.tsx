import { NumberInput, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { currencyQuery, fieldsQuery } from '@/api/queries'
import type { Campaign } from '@/api/types'
import { Section } from '@/parts/Page'
import { useWords } from '@/text'
import { useCampaign } from './editing'
import { MessageHouse } from './MessageHouse'
import { Targets } from './Targets'

/** Idea, goal, targets, budget, message house, dates and the holdout. */
export function PlanTab() {
  const { t } = useWords()
  const p = t.campaigns.plan
  const { document: campaign, change, readOnly } = useCampaign()
  return (
    <div className="columns" data-testid="plan">
      <div>
        <Section title={p.idea}>
          <div className="stack">
            <TextInput label={p.name} value={campaign.name} readOnly={readOnly} onChange={(event) => change({ name: event.currentTarget.value })} />
            <Textarea label={p.idea} description={p.ideaHint} autosize minRows={3} value={campaign.idea} readOnly={readOnly} onChange={(event) => change({ idea: event.currentTarget.value })} data-testid="idea" />
            <Origin campaign={campaign} />
          </div>
        </Section>
        <Section title={p.house}><MessageHouse /></Section>
      </div>
      <div>
        <Section title={p.goal}><Goal /></Section>
        <Section title={p.targets}><Targets /></Section>
        <Section title={p.dates}>
          <div className="field-row">
            <TextInput type="date" label={p.starts} value={campaign.starts_on ?? ''} readOnly={readOnly} onChange={(event) => change({ starts_on: event.currentTarget.value || null })} />
            <TextInput type="date" label={p.ends} value={campaign.ends_on ?? ''} readOnly={readOnly} onChange={(event) => change({ ends_on: event.currentTarget.value || null })} />
          </div>
        </Section>
        <Section title={p.holdout}>
          <NumberInput aria-label={p.holdout} description={p.holdoutHint} value={Math.round(campaign.holdout * 1000) / 10} min={0} max={90} step={1} suffix=" %" readOnly={readOnly} onChange={(value) => change({ holdout: Number(value) / 100 })} data-testid="holdout" />
        </Section>
        <Section title={p.budget}><Budget /></Section>
      </div>
    </div>
  )
}

function Origin({ campaign }: { campaign: Campaign }) {
  const { t } = useWords()
  const p = t.campaigns.plan
  if (!campaign.origin) return null
  const idea = campaign.origin.idea_id
  return (
    <p className="soft small">
      {p.origin}: {typeof idea === 'string' ? <Link to="/ideas/$id" params={{ id: idea }}>{p.originIdea}</Link> : p.originImport}
    </p>
  )
}

function Goal() {
  const { t } = useWords()
  const p = t.campaigns.plan
  const { document: campaign, change, readOnly } = useCampaign()
  const { data: fields } = useQuery(fieldsQuery)
  const goal = campaign.goal ?? { event: '', where: [], within_days: 30, description: '' }
  const set = (patch: Partial<NonNullable<Campaign['goal']>>) => change({ goal: { ...goal, ...patch } })
  return (
    <div className="stack">
      <Textarea label={p.goalText} autosize minRows={2} value={goal.description} readOnly={readOnly} onChange={(event) => set({ description: event.currentTarget.value })} />
      <TextInput label={p.goalEvent} list="goal-events" value={goal.event} readOnly={readOnly} onChange={(event) => set({ event: event.currentTarget.value })} data-testid="goal-event" />
      <datalist id="goal-events">{fields?.events.map((event) => <option key={event.name} value={event.name} />)}</datalist>
      <NumberInput label={p.goalDays} value={goal.within_days} min={1} max={365} readOnly={readOnly} onChange={(value) => set({ within_days: Number(value) })} />
    </div>
  )
}

function Budget() {
  const { t } = useWords()
  const p = t.campaigns.plan
  const { document: campaign, change, readOnly } = useCampaign()
  const { data: currency = 'JPY' } = useQuery(currencyQuery)
  const budget = campaign.budget ?? { amount: '', currency }
  return (
    <div className="field-row">
      <TextInput label={p.amount} inputMode="decimal" value={String(budget.amount)} readOnly={readOnly} onChange={(event) => change({ budget: event.currentTarget.value ? { ...budget, amount: event.currentTarget.value } : null })} />
      <TextInput label={p.currency} value={budget.currency} maxLength={3} readOnly={readOnly} onChange={(event) => change({ budget: { ...budget, currency: event.currentTarget.value.toUpperCase() } })} />
    </div>
  )
}
