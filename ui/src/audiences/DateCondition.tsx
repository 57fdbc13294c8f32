import { NumberInput } from '@mantine/core'
import type { AudienceFields, DateRule } from '@/api/types'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { ZonePick } from './Window'

/** A date that somebody has, such as a birthday or the end of a contract, some days from today. */
export function DateCondition({ rule, fields, onChange }: { rule: DateRule; fields: AudienceFields | undefined; onChange: (rule: DateRule) => void }) {
  const { t } = useWords()
  const w = t.audiences.rule
  const term = useTerm()
  const first = rule.first ?? 0
  const last = rule.last ?? 0
  return (
    <>
      <span className="rule-kind">{w.date}</span>
      <Pick label={w.trait} bare value={rule.name} onChange={(name) => onChange({ ...rule, name })} options={(fields?.traits ?? []).map((one) => ({ value: one.name, label: term('trait', one.name) }))} />
      <Pick label={w.yearly} bare value={rule.yearly ? 'yearly' : 'once'} onChange={(choice) => onChange({ ...rule, yearly: choice === 'yearly' })} options={[{ value: 'yearly', label: w.everyYear }, { value: 'once', label: w.thatDay }]} testid="yearly" />
      <span className="soft nowrap">{w.fromDay}</span>
      <NumberInput aria-label={w.fromDay} title={w.dayHint} value={first} onChange={(value) => onChange({ ...rule, first: Number(value), last: Math.max(last, Number(value)) })} hideControls w={64} data-testid="date-first" />
      <span className="soft nowrap">{w.toDay}</span>
      <NumberInput aria-label={w.toDay} title={w.dayHint} value={last} onChange={(value) => onChange({ ...rule, last: Number(value), first: Math.min(first, Number(value)) })} hideControls w={64} data-testid="date-last" />
      <span className="soft nowrap">{w.daysFromToday}</span>
      <ZonePick zone={rule.zone ?? 'hub'} onChange={(zone) => onChange({ ...rule, zone })} />
    </>
  )
}
