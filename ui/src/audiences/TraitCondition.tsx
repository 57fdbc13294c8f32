import { TextInput } from '@mantine/core'
import { useId } from 'react'
import type { AudienceFields, Operator, TraitRule } from '@/api/types'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { operatorsFor, parseValue, showValue } from './rules'

export function TraitCondition({ rule, fields, onChange }: { rule: TraitRule; fields: AudienceFields | undefined; onChange: (rule: TraitRule) => void }) {
  const { t } = useWords()
  const w = t.audiences.rule
  const list = useId()
  const term = useTerm()
  const trait = fields?.traits.find((one) => one.name === rule.name)
  const numeric = trait?.kind === 'number'
  const operators = operatorsFor(numeric)
  return (
    <>
      <span className="rule-kind">{w.trait}</span>
      <Pick label={w.trait} bare value={rule.name} onChange={(name) => onChange({ ...rule, name, value: null, op: 'exists' })} options={(fields?.traits ?? []).map((one) => ({ value: one.name, label: term('trait', one.name) }))} />
      <Pick label={w.operator} bare value={rule.op} onChange={(op) => onChange({ ...rule, op: op as Operator, value: parseValue(showValue(rule.value), op as Operator, numeric) })} options={operators.map((op) => ({ value: op, label: w.ops[op] }))} />
      {rule.op !== 'exists' && (
        <>
          <ValueInput label={w.value} list={list} hint={rule.op === 'in' ? w.listHint : undefined} value={showValue(rule.value)} onText={(text) => onChange({ ...rule, value: parseValue(text, rule.op, numeric) })} />
          <datalist id={list}>{trait?.examples.map((example) => <option key={example} value={example} />)}</datalist>
        </>
      )}
    </>
  )
}

/** Keeps what was typed while it is typed: "1," or "Tokyo, " must not be tidied under the cursor. */
export function ValueInput({ label, value, onText, list, hint }: { label: string; value: string; onText: (text: string) => void; list?: string; hint?: string }) {
  return (
    <TextInput
      key={list}
      aria-label={label}
      placeholder={hint ?? label}
      defaultValue={value}
      list={list}
      onChange={(event) => onText(event.currentTarget.value)}
      data-testid="condition-value"
    />
  )
}
