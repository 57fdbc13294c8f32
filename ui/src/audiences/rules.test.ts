import { describe, expect, it } from 'vitest'
import type { EventRule, Rule } from '@/api/types'
import { asGroup, fromGroup, isComplete, parseValue, showValue, withMeasure } from './rules'

const tokyo: Rule = { kind: 'trait', name: 'city', op: 'is', value: 'Tokyo' }
const bought: EventRule = { kind: 'event', name: 'Order Completed', measure: 'count', op: 'at_least', value: 3, days: 90, where: [], property: null }

describe('groups', () => {
  it('shows one condition as a group of one, and everyone as an empty group', () => {
    expect(asGroup(tokyo)).toEqual({ kind: 'all', rules: [tokyo] })
    expect(asGroup({ kind: 'everyone' })).toEqual({ kind: 'all', rules: [] })
    expect(asGroup({ kind: 'any', rules: [tokyo] })).toEqual({ kind: 'any', rules: [tokyo] })
  })
  it('means everyone when the last condition is removed', () => {
    expect(fromGroup({ kind: 'any', rules: [] })).toEqual({ kind: 'everyone' })
  })
})

describe('values', () => {
  it('reads numbers only for number traits, and lists only for "is one of"', () => {
    expect(parseValue('42', 'at_least', true)).toBe(42)
    expect(parseValue('042', 'is', false)).toBe('042')
    expect(parseValue('Tokyo、Osaka, ', 'in', false)).toEqual(['Tokyo', 'Osaka'])
    expect(parseValue('anything', 'exists', false)).toBeNull()
  })
  it('shows what it read', () => {
    expect(showValue(['a', 'b'])).toBe('a, b')
    expect(showValue(null)).toBe('')
  })
})

describe('measures', () => {
  it('drops the window of a recency and the property of a count', () => {
    expect(withMeasure(bought, 'recency')).toEqual({ ...bought, measure: 'recency', days: null })
    expect(withMeasure({ ...bought, measure: 'sum', property: 'amount' }, 'count')).toEqual(bought)
  })
})

describe('completeness', () => {
  it('asks the server only about rules without gaps', () => {
    expect(isComplete({ kind: 'all', rules: [tokyo, bought] })).toBe(true)
    expect(isComplete({ kind: 'all', rules: [] })).toBe(false)
    expect(isComplete({ kind: 'not', rule: { ...tokyo, value: '' } as Rule })).toBe(false)
    expect(isComplete({ ...bought, where: [{ property: 'category', op: 'is', value: '' }] })).toBe(false)
    expect(isComplete({ ...bought, where: [{ property: 'category', op: 'exists' }] })).toBe(true)
  })
})
