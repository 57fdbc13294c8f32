import { NumberInput, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { fieldsQuery } from '@/api/queries'
import type { EventTrait, QueryTrait, TraitDefinition, TraitMeasure, TraitWindow } from '@/api/types'
import { Filters } from '@/audiences/EventCondition'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { mayBeTime, measures, newWindow, withTraitMeasure } from './definition'

const firstQuery: QueryTrait = {
  kind: 'sql',
  query: "select identifiers.person_id, count(*) as value\nfrom events join identifiers using (ident_key)\nwhere events.name = 'Order Completed' and events.happened_at <= $now\ngroup by identifiers.person_id",
  every_minutes: 60,
}
const firstEvents: EventTrait = { kind: 'events', event: 'Order Completed', measure: 'count', window: { kind: 'rolling', days: 90 } }

export function DefinitionForm({ definition, onChange }: { definition: TraitDefinition; onChange: (definition: TraitDefinition) => void }) {
  const { t } = useWords()
  const kinds = (['events', 'sql'] as const).map((kind) => ({ value: kind, label: t.traits.kinds[kind] }))
  return (
    <div className="stack wide">
      <Pick label={t.traits.kind} value={definition.kind} onChange={(kind) => onChange(kind === 'sql' ? firstQuery : firstEvents)} options={kinds} testid="trait-kind" />
      {definition.kind === 'sql' ? <QueryForm definition={definition} onChange={onChange} /> : <EventForm definition={definition} onChange={onChange} />}
    </div>
  )
}

function QueryForm({ definition, onChange }: { definition: QueryTrait; onChange: (definition: QueryTrait) => void }) {
  const { t } = useWords()
  return (
    <>
      <Textarea className="trait-query" label={t.traits.query} description={t.traits.queryHint} value={definition.query} autosize minRows={5} spellCheck={false} onChange={(event) => onChange({ ...definition, query: event.currentTarget.value })} data-testid="trait-query" />
      <NumberInput label={t.traits.every} value={definition.every_minutes ?? 60} min={1} w={180} onChange={(minutes) => onChange({ ...definition, every_minutes: Number(minutes) })} />
    </>
  )
}

function EventForm({ definition, onChange }: { definition: EventTrait; onChange: (definition: EventTrait) => void }) {
  const { t } = useWords()
  const term = useTerm()
  const { data: fields } = useQuery(fieldsQuery)
  const measure = definition.measure ?? 'count'
  const events = (fields?.events ?? []).map((one) => ({ value: one.name, label: term('event', one.name) }))
  const named = (fields?.events.find((one) => one.name === definition.event)?.properties ?? []).map((name) => ({ value: name, label: term('property', name) }))
  const properties = [...(mayBeTime(measure) ? [{ value: '', label: t.traits.time }] : []), ...(named.some((one) => one.value === 'revenue') ? [] : [{ value: 'revenue', label: term('property', 'revenue') }]), ...named]
  return (
    <>
      <div className="field-row">
        <Pick label={t.traits.event} value={definition.event} onChange={(event) => onChange({ ...definition, event, where: [] })} options={events} testid="trait-event" />
        <Pick label={t.traits.measure} value={measure} onChange={(one) => onChange(withTraitMeasure(definition, one as TraitMeasure))} options={measures.map((one) => ({ value: one, label: t.traits.measures[one] }))} testid="trait-measure" />
        {measure !== 'count' && <Pick label={t.traits.property} value={definition.property ?? ''} onChange={(property) => onChange({ ...definition, property: property || null })} options={properties} testid="trait-property" />}
      </div>
      <WindowForm window={definition.window ?? null} onChange={(window) => onChange({ ...definition, window })} />
      <div>
        <p className="label">{t.traits.filters}</p>
        <div className="rule-leaf trait-filters"><div className="rule-parts"><Filters where={definition.where ?? []} properties={named} onChange={(where) => onChange({ ...definition, where })} /></div></div>
      </div>
    </>
  )
}

function WindowForm({ window, onChange }: { window: TraitWindow | null; onChange: (window: TraitWindow | null) => void }) {
  const { t } = useWords()
  const w = t.traits
  return (
    <div className="field-row">
      <Pick label={w.window} value={window?.kind ?? 'ever'} onChange={(kind) => onChange(newWindow(kind))} options={(['ever', 'rolling', 'calendar'] as const).map((kind) => ({ value: kind, label: w.windows[kind] }))} testid="trait-window" />
      {window?.kind === 'rolling' && <NumberInput label={w.days} value={window.days} min={1} onChange={(days) => onChange({ ...window, days: Number(days) })} data-testid="trait-days" />}
      {window?.kind === 'calendar' && (
        <>
          <Pick label={w.unit} value={window.unit} onChange={(unit) => onChange({ ...window, unit: unit as typeof window.unit })} options={(['day', 'week', 'month', 'quarter', 'year'] as const).map((unit) => ({ value: unit, label: w.units[unit] }))} />
          <NumberInput label={`${w.back} (${w.backHint})`} value={window.back} min={0} onChange={(back) => onChange({ ...window, back: Number(back) })} />
        </>
      )}
    </div>
  )
}
