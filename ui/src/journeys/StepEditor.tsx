import { Checkbox, NumberInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { fieldsQuery } from '@/api/queries'
import type { Journey, JourneyView, Step, Variant } from '@/api/types'
import { RuleBuilder } from '@/audiences/RuleBuilder'
import { Bars } from '@/charts/Bars'
import { useWords } from '@/text'
import { insertAfter } from './layout'

interface StepEditorProps {
  step: Step
  journey: Journey
  variants: Variant[]
  readOnly: boolean
  counts: JourneyView['steps'][number] | undefined
  onChange: (step: Step) => void
  onJourney: (journey: Journey) => void
  onRemove: () => void
}

/** One step: its live counts, and its few parameters. */
export function StepEditor({ step, journey, variants, readOnly, counts, onChange, onJourney, onRemove }: StepEditorProps) {
  const { t, f } = useWords()
  const j = t.journeys
  const followable = step.kind === 'send' || step.kind === 'wait'
  const removable = (followable || step.kind === 'wait_until') && journey.steps.length > 1
  return (
    <div className="stack" data-testid="step-editor" key={step.id}>
      {counts && (
        <dl className="facts">
          <dt>{j.entered}</dt><dd>{f.number(counts.entered)}</dd>
          <dt>{j.waiting}</dt><dd>{f.number(counts.waiting)}</dd>
          <dt>{j.left}</dt><dd>{f.number(counts.left)}</dd>
          {step.kind === 'send' && <><dt>{j.sent}</dt><dd>{f.number(counts.sent)}</dd></>}
        </dl>
      )}
      {counts && counts.not_sent.length > 0 && (
        <div>
          <h3 style={{ marginBottom: 6 }}>{j.wouldNot}</h3>
          <Bars label={j.wouldNot} colour="var(--series-2)" bars={counts.not_sent.map((one) => ({ key: one.reason, label: t.reasons[one.reason as keyof typeof t.reasons] ?? one.reason, value: one.count, text: f.number(one.count) }))} />
        </div>
      )}
      <Parameters step={step} variants={variants} readOnly={readOnly} onChange={onChange} />
      {!readOnly && followable && <Add onAdd={(make) => onJourney(insertAfter(journey, step.id, make))} variants={variants} />}
      {!readOnly && removable && <div><button type="button" className="link small bad" onClick={onRemove} data-testid="remove-step">{j.removeStep}</button></div>}
    </div>
  )
}

function Parameters({ step, variants, readOnly, onChange }: { step: Step; variants: Variant[]; readOnly: boolean; onChange: (step: Step) => void }) {
  const { t } = useWords()
  const j = t.journeys
  switch (step.kind) {
    case 'send':
      return (
        <fieldset className="rule stack" disabled={readOnly}>
          <legend className="label">{j.emails}</legend>
          {variants.map((one) => (
            <Checkbox key={one.id} label={`${t.common.language[one.language]}: ${one.subject}`} checked={step.variants.includes(one.id)} onChange={(event) => onChange({ ...step, variants: event.currentTarget.checked ? [...step.variants, one.id] : step.variants.filter((id) => id !== one.id) })} />
          ))}
        </fieldset>
      )
    case 'wait':
      return (
        <div className="field-row">
          <NumberInput label={j.days} min={0} value={step.days} readOnly={readOnly} onChange={(days) => onChange({ ...step, days: Number(days) })} data-testid="wait-days" />
          <NumberInput label={j.hours} min={0} max={23} value={step.hours} readOnly={readOnly} onChange={(hours) => onChange({ ...step, hours: Number(hours) })} />
        </div>
      )
    case 'wait_until':
      return <Until step={step} readOnly={readOnly} onChange={onChange} />
    case 'branch':
      return <RuleBuilder rule={step.rule} disabled={readOnly} onChange={(rule) => onChange({ ...step, rule })} />
    case 'split':
      return (
        <div className="stack">
          {step.arms.map((arm, index) => (
            <NumberInput key={arm.name} label={`${j.share} ${arm.name}`} suffix=" %" min={0} max={100} value={Math.round(arm.share * 1000) / 10} readOnly={readOnly} onChange={(share) => onChange({ ...step, arms: step.arms.with(index, { ...arm, share: Number(share) / 100 }) })} />
          ))}
        </div>
      )
    case 'exit':
      return <p className="soft">{j.exitText}</p>
  }
}

function Until({ step, readOnly, onChange }: { step: Extract<Step, { kind: 'wait_until' }>; readOnly: boolean; onChange: (step: Step) => void }) {
  const { t } = useWords()
  const { data: fields } = useQuery(fieldsQuery)
  return (
    <div className="stack">
      <TextInput label={t.journeys.event} list="until-events" value={step.event} readOnly={readOnly} onChange={(event) => onChange({ ...step, event: event.currentTarget.value })} />
      <datalist id="until-events">{fields?.events.map((event) => <option key={event.name} value={event.name} />)}</datalist>
      <NumberInput label={t.journeys.days} min={0} value={step.days} readOnly={readOnly} onChange={(days) => onChange({ ...step, days: Number(days) })} />
    </div>
  )
}

function Add({ onAdd, variants }: { onAdd: (make: (id: string, next: string | null) => Step) => void; variants: Variant[] }) {
  const { t } = useWords()
  const a = t.journeys.add
  return (
    <div>
      <p className="label">{a.label}</p>
      <div className="row wide">
        <button type="button" className="link" onClick={() => onAdd((id, next) => ({ id, kind: 'wait', days: 1, hours: 0, next }))} data-testid="add-wait">{a.wait}</button>
        <button type="button" className="link" onClick={() => onAdd((id, next) => ({ id, kind: 'send', channel: 'email', variants: variants.map((one) => one.id), next }))} data-testid="add-send">{a.send}</button>
        <button type="button" className="link" onClick={() => onAdd((id, next) => ({ id, kind: 'wait_until', event: 'Email Link Clicked', where: [], days: 3, then: next, otherwise: next }))} data-testid="add-wait-until">{a.wait_until}</button>
      </div>
    </div>
  )
}
