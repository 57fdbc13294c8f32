import { expect, test } from 'vitest'
import { amount, canBeTried, mayBeTime, newWindow, notBefore, withTraitMeasure } from './definition'

test('a measure that needs a property gets one, a count has none', () => {
  const counted = { kind: 'events', event: 'Order Completed' } as const
  expect(withTraitMeasure(counted, 'sum').property).toBe('revenue')
  expect(withTraitMeasure({ ...counted, property: 'category' }, 'unique').property).toBe('category')
  expect(withTraitMeasure({ ...counted, property: 'category' }, 'count').property).toBe(null)
  expect(withTraitMeasure(counted, 'first').property).toBe(null)
  expect([mayBeTime('first'), mayBeTime('sum'), mayBeTime('count')]).toEqual([true, false, false])
})

test('nothing half filled in is tried', () => {
  expect(canBeTried({ kind: 'sql', query: ' ' })).toBe(false)
  expect(canBeTried({ kind: 'events', event: 'a', where: [{ property: 'b', op: 'is', value: '' }] })).toBe(false)
  expect(canBeTried({ kind: 'events', event: 'a', where: [{ property: 'b', op: 'exists', value: null }], window: newWindow('rolling') })).toBe(true)
  expect(canBeTried({ kind: 'events', event: 'a', window: { kind: 'rolling', days: 0 } })).toBe(false)
})

test('numbers are written as here, other values stay', () => {
  const write = (number: number) => `<${number}>`
  expect(['12100', '-1.5', '1e5', 'WINE', ''].map((value) => amount(value, write))).toEqual(['<12100>', '<-1.5>', '1e5', 'WINE', ''])
  const now = new Date('2026-11-22T00:00:00Z')
  expect(notBefore(now, '2026-11-22T00:00:02Z').getUTCSeconds()).toBe(2)
  expect(notBefore(now, '2026-11-21T00:00:00Z')).toBe(now)
})
