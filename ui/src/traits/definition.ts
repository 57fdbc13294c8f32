import type { EventTrait, TraitDefinition, TraitMeasure, TraitWindow } from '@/api/types'
import { showValue } from '@/audiences/rules'

/** Plain functions on a trait's definition; the screens only draw what these return. */

export const measures: TraitMeasure[] = ['count', 'sum', 'average', 'min', 'max', 'first', 'last', 'most_frequent', 'unique', 'unique_count']
const needsProperty: TraitMeasure[] = ['sum', 'average', 'most_frequent', 'unique', 'unique_count']

/** Whether the time of the event itself may be asked for. */
export const mayBeTime = (measure: TraitMeasure): boolean => measure !== 'count' && !needsProperty.includes(measure)

export function withTraitMeasure(definition: EventTrait, measure: TraitMeasure): EventTrait {
  const property = measure === 'count' ? null : (definition.property ?? (needsProperty.includes(measure) ? 'revenue' : null))
  return { ...definition, measure, property }
}

export function newWindow(kind: string): TraitWindow | null {
  if (kind === 'rolling') return { kind, days: 90 }
  if (kind === 'calendar') return { kind, unit: 'month', back: 0 }
  return null
}

/** A definition that can be tried now: nothing is half filled in. */
export function canBeTried(definition: TraitDefinition): boolean {
  if (definition.kind === 'sql') return definition.query.trim() !== ''
  const window = definition.window
  const timed = !window || (window.kind === 'rolling' ? window.days >= 1 : window.back >= 0)
  return definition.event !== '' && timed && (definition.where ?? []).every((one) => one.property !== '' && (one.op === 'exists' || showValue(one.value) !== ''))
}

/** A value that is a number as people write it here; anything else as it is. */
export const amount = (value: string, write: (number: number) => string): string => (/^-?\d+(\.\d+)?$/.test(value) ? write(Number(value)) : value)

/** What was computed after the page was opened is new, not in the future. */
export const notBefore = (now: Date, moment: string): Date => (new Date(moment) > now ? new Date(moment) : now)
