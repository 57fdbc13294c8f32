import { NumberInput } from '@mantine/core'
import type { AudienceFields, EventRule, Operator, Where } from '@/api/types'
import { Icon } from '@/parts/Icon'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { parseValue, showValue, withMeasure } from './rules'
import { ValueInput } from './TraitCondition'
import { Window } from './Window'

const measures = ['count', 'orders', 'sum', 'recency'] as const
const comparisons = ['at_least', 'at_most', 'is'] as const

export function EventCondition({ rule, fields, onChange }: { rule: EventRule; fields: AudienceFields | undefined; onChange: (rule: EventRule) => void }) {
  const { t } = useWords()
  const w = t.audiences.rule
  const term = useTerm()
  const event = fields?.events.find((one) => one.name === rule.name)
  const properties = (event?.properties ?? []).map((name) => ({ value: name, label: term('property', name) }))
  return (
    <>
      <span className="rule-kind">{w.event}</span>
      <Pick label={w.event} bare value={rule.name} onChange={(name) => onChange({ ...rule, name, where: [] })} options={(fields?.events ?? []).map((one) => ({ value: one.name, label: term('event', one.name) }))} />
      <Pick label={w.measure} bare value={rule.measure} onChange={(measure) => onChange(withMeasure(rule, measure as EventRule['measure']))} options={measures.map((one) => ({ value: one, label: w.measures[one] }))} />
      {rule.measure === 'sum' && (
        <Pick label={w.property} bare value={rule.property ?? ''} onChange={(property) => onChange({ ...rule, property: property || null })} options={[{ value: '', label: w.revenue }, ...properties]} />
      )}
      <Pick label={w.operator} bare value={rule.op} onChange={(op) => onChange({ ...rule, op: op as EventRule['op'] })} options={comparisons.map((op) => ({ value: op, label: w.ops[op] }))} />
      <NumberInput aria-label={w.value} value={rule.value} onChange={(value) => onChange({ ...rule, value: Number(value) })} hideControls w={84} />
      {rule.measure !== 'recency' && <Window days={rule.days ?? null} period={rule.period ?? null} onChange={(chosen) => onChange({ ...rule, ...chosen })} />}
      <Filters where={rule.where ?? []} properties={properties} onChange={(where) => onChange({ ...rule, where })} />
    </>
  )
}

const operators: Operator[] = ['is', 'is_not', 'in', 'contains', 'at_least', 'at_most', 'exists']

export function Filters({ where, properties, onChange }: { where: Where[]; properties: { value: string; label: string }[]; onChange: (where: Where[]) => void }) {
  const { t } = useWords()
  const w = t.audiences.rule
  const replace = (index: number, change: Partial<Where>) => onChange(where.with(index, { ...(where[index] as Where), ...change }))
  return (
    <div className="rule-filters">
      {where.map((one, index) => (
        <div key={`${index}/${one.property}/${one.op}`} className="rule-parts">
          <span className="soft">{w.where}</span>
          <Pick label={w.property} bare value={one.property} onChange={(property) => replace(index, { property })} options={properties} />
          <Pick label={w.operator} bare value={one.op} onChange={(op) => replace(index, { op: op as Operator })} options={operators.map((op) => ({ value: op, label: w.ops[op] }))} />
          {one.op !== 'exists' && (
            <ValueInput label={w.value} hint={one.op === 'in' ? w.listHint : undefined} value={showValue(one.value)} onText={(text) => replace(index, { value: parseValue(text, one.op, one.op === 'at_least' || one.op === 'at_most') })} />
          )}
          <button type="button" className="icon-button" aria-label={w.removeCondition} onClick={() => onChange(where.filter((_, at) => at !== index))}><Icon name="close" size={14} /></button>
        </div>
      ))}
      <button type="button" className="link small" onClick={() => onChange([...where, { property: properties[0]?.value ?? '', op: 'is', value: '' }])} data-testid="add-filter">{w.addFilter}</button>
    </div>
  )
}
