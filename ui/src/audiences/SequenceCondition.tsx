import { NumberInput } from '@mantine/core'
import type { AudienceFields, Did, SequenceRule, SequenceStep } from '@/api/types'
import { Icon } from '@/parts/Icon'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { Filters } from './EventCondition'
import { mostSteps, newStep } from './rules'

interface SequenceProps {
  rule: SequenceRule
  fields: AudienceFields | undefined
  onChange: (rule: SequenceRule) => void
}

const units = ['minutes', 'hours', 'days'] as const

/** One thing after another, drawn as a line of steps; the last may be one that did not happen. */
export function SequenceCondition({ rule, fields, onChange }: SequenceProps) {
  const { t } = useWords()
  const w = t.audiences.rule
  const last = rule.steps.length - 1
  const replace = (index: number, change: Partial<SequenceStep>) => onChange({ ...rule, steps: rule.steps.with(index, { ...(rule.steps[index] as SequenceStep), ...change }) })
  const remove = (index: number) => {
    const [first, ...rest] = rule.steps.filter((_, at) => at !== index)
    onChange({ ...rule, steps: [{ ...(first as SequenceStep), within: null }, ...rest] })
  }
  const setMissing = (missing: boolean) =>
    onChange({
      ...rule, missing,
      without: missing && rule.steps.length < 3 ? null : rule.without,
      steps: missing ? rule.steps.with(last, { ...(rule.steps[last] as SequenceStep), within: rule.steps[last]?.within ?? 1 }) : rule.steps,
    })
  return (
    <div className="rule-steps" data-testid="sequence">
      <span className="rule-kind">{w.sequence}</span>
      <ol>
        {rule.steps.map((step, index) => (
          <li key={index}>
            <div className="rule-parts">
              {index > 0 && (index === last
                ? <Pick label={w.thenOrNot} bare value={rule.missing ? 'missing' : 'then'} onChange={(choice) => setMissing(choice === 'missing')} options={[{ value: 'then', label: w.then }, { value: 'missing', label: w.thenNot }]} testid="sequence-last" />
                : <span className="soft nowrap">{w.then}</span>)}
              <EventPick did={step} fields={fields} onChange={(did) => replace(index, did)} />
              {index > 0 && <Within step={step} onChange={(change) => replace(index, change)} />}
              {rule.steps.length > 2 && <button type="button" className="icon-button" aria-label={w.removeStep} title={w.removeStep} onClick={() => remove(index)}><Icon name="close" size={14} /></button>}
              <EventFilters did={step} fields={fields} onChange={(where) => replace(index, { where })} />
            </div>
          </li>
        ))}
      </ol>
      <div className="row" style={{ gap: 16, flexWrap: 'wrap' }}>
        {rule.steps.length < mostSteps && <button type="button" className="link small" onClick={() => onChange({ ...rule, steps: [...rule.steps, { ...newStep(fields), within: 1, unit: 'days' }] })} data-testid="add-step">{w.addStep}</button>}
        {!rule.without && (!rule.missing || rule.steps.length > 2) && <button type="button" className="link small" onClick={() => onChange({ ...rule, without: newStep(fields) })} data-testid="add-without">{w.addWithout}</button>}
        <span className="row" style={{ gap: 6, flexWrap: 'nowrap' }}>
          <span className="soft nowrap">{w.inLast}</span>
          <NumberInput aria-label={`${w.inLast} (${w.daysUnit})`} title={w.ever} value={rule.days ?? ''} min={1} onChange={(days) => onChange({ ...rule, days: days === '' ? null : Number(days) })} hideControls w={70} />
          <span className="soft">{w.daysUnit}</span>
        </span>
      </div>
      {rule.without && (
        <div className="rule-parts">
          <span className="soft nowrap">{w.without}</span>
          <EventPick did={rule.without} fields={fields} onChange={(without) => onChange({ ...rule, without })} />
          <button type="button" className="icon-button" aria-label={w.removeCondition} title={w.removeCondition} onClick={() => onChange({ ...rule, without: null })}><Icon name="close" size={14} /></button>
          <EventFilters did={rule.without} fields={fields} onChange={(where) => onChange({ ...rule, without: { ...(rule.without as Did), where } })} />
        </div>
      )}
    </div>
  )
}

function EventPick({ did, fields, onChange }: { did: Did; fields: AudienceFields | undefined; onChange: (did: Did) => void }) {
  const { t } = useWords()
  const term = useTerm()
  return <Pick label={t.audiences.rule.event} bare value={did.name} onChange={(name) => onChange({ name, where: [] })} options={(fields?.events ?? []).map((one) => ({ value: one.name, label: term('event', one.name) }))} />
}

function EventFilters({ did, fields, onChange }: { did: Did; fields: AudienceFields | undefined; onChange: (where: NonNullable<Did['where']>) => void }) {
  const term = useTerm()
  const event = fields?.events.find((one) => one.name === did.name)
  return <Filters where={did.where ?? []} properties={(event?.properties ?? []).map((name) => ({ value: name, label: term('property', name) }))} onChange={onChange} />
}

function Within({ step, onChange }: { step: SequenceStep; onChange: (change: Partial<SequenceStep>) => void }) {
  const { t } = useWords()
  const w = t.audiences.rule
  return (
    <span className="row" style={{ gap: 6, flexWrap: 'nowrap' }}>
      <span className="soft nowrap">{w.within}</span>
      <NumberInput aria-label={w.within} title={w.anyTime} value={step.within ?? ''} min={1} onChange={(within) => onChange({ within: within === '' ? null : Number(within) })} hideControls w={64} />
      <Pick label={w.unit} bare value={step.unit ?? 'days'} onChange={(unit) => onChange({ unit: unit as SequenceStep['unit'] })} options={units.map((unit) => ({ value: unit, label: w.units[unit] }))} />
    </span>
  )
}
