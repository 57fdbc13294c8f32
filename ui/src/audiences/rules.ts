import type { AudienceFields, EventRule, Did, Operator, Rule, Scalar, SequenceStep, TraitRule, Where } from '@/api/types'

/** Plain functions on the rule tree; the screens only draw what these return. */

export type RuleKind = Rule['kind']

export const mostSteps = 5

export const newStep = (fields?: AudienceFields): SequenceStep => ({ name: fields?.events[0]?.name ?? 'Order Completed', where: [] })

/** The trait that is a date by its examples; what they are called is up to each hub. */
const dateTrait = (fields?: AudienceFields) =>
  (fields?.traits.find((one) => one.examples.some((text) => /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(text))) ?? fields?.traits[0])?.name ?? 'birthday'

/** A usable condition of each kind, filled from what the hub really knows. */
export function newRule(kind: RuleKind, fields?: AudienceFields): Rule {
  switch (kind) {
    case 'all':
    case 'any':
      return { kind, rules: [] }
    case 'not':
      return { kind, rule: newRule('trait', fields) }
    case 'trait':
      return { kind, name: fields?.traits[0]?.name ?? 'city', op: 'exists', value: null }
    case 'event':
      return { kind, name: fields?.events[0]?.name ?? 'Order Completed', measure: 'count', op: 'at_least', value: 1, days: null, where: [], property: null }
    case 'date':
      return { kind, name: dateTrait(fields), first: 0, last: 7, yearly: true, zone: 'hub' }
    case 'sequence':
      return { kind, steps: [newStep(fields), { ...newStep(fields), within: 7, unit: 'days' }], missing: false, without: null, days: null }
    case 'share':
      return { kind, salt: 'draw-1', share: 10, start: 0 }
    case 'audience':
      return { kind, id: fields?.audiences[0]?.id ?? '' }
    case 'consent':
      return { kind, channel: 'email', purpose: 'marketing' }
    case 'everyone':
      return { kind }
  }
}

/** The builder always shows a group; a rule of one condition is a group of one. */
export function asGroup(rule: Rule): Extract<Rule, { kind: 'all' | 'any' }> {
  return rule.kind === 'all' || rule.kind === 'any' ? rule : { kind: 'all', rules: rule.kind === 'everyone' ? [] : [rule] }
}

export function fromGroup(group: Extract<Rule, { kind: 'all' | 'any' }>): Rule {
  return group.rules.length === 0 ? { kind: 'everyone' } : group
}

/** What the person typed, as the operator wants it: a number, a list or a text. */
export function parseValue(text: string, op: Operator, numeric: boolean): Scalar | Scalar[] | null {
  const one = (word: string): Scalar => (numeric && word.trim() !== '' && Number.isFinite(Number(word)) ? Number(word) : word.trim())
  if (op === 'exists') return null
  if (op === 'in') return text.split(/[,、]/).map(one).filter((word) => word !== '')
  return one(text)
}

export function showValue(value: TraitRule['value']): string {
  if (value === null || value === undefined) return ''
  return Array.isArray(value) ? value.join(', ') : String(value)
}

export const operatorsFor = (numeric: boolean): Operator[] =>
  numeric ? ['is', 'is_not', 'at_least', 'at_most', 'in', 'exists'] : ['is', 'is_not', 'in', 'contains', 'exists']

/** A recency has no window, a sum needs to know of what. */
export function withMeasure(rule: EventRule, measure: EventRule['measure']): EventRule {
  return {
    ...rule,
    measure,
    days: measure === 'recency' ? null : (rule.days ?? null),
    ...(measure === 'recency' && rule.period ? { period: null } : {}),
    property: measure === 'sum' ? (rule.property ?? null) : null,
  }
}

const isTold = (did: Did) => did.name !== '' && (did.where ?? []).every(hasValue)
const hasValue = (one: Where) => one.property !== '' && (one.op === 'exists' || showValue(one.value) !== '')

/** A rule that can be asked about now: no condition is half filled in. */
export function isComplete(rule: Rule): boolean {
  switch (rule.kind) {
    case 'all':
    case 'any':
      return rule.rules.length > 0 && rule.rules.every(isComplete)
    case 'not':
      return isComplete(rule.rule)
    case 'trait':
      return rule.name !== '' && (rule.op === 'exists' || showValue(rule.value) !== '')
    case 'date':
      return rule.name !== '' && Number.isFinite(rule.first ?? 0) && Number.isFinite(rule.last ?? 0) && (rule.first ?? 0) <= (rule.last ?? 0)
    case 'event':
      return Number.isFinite(rule.value) && isTold(rule)
    case 'sequence':
      return [...rule.steps, ...(rule.without ? [rule.without] : [])].every(isTold)
    case 'share':
      return rule.salt.trim() !== '' && rule.share > 0 && rule.share + (rule.start ?? 0) <= 100
    case 'audience':
      return rule.id !== ''
    case 'consent':
      return rule.channel !== '' && rule.purpose !== ''
    case 'everyone':
      return true
  }
}
