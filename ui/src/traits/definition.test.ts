import { expect, test } from 'vitest'
import { canBeTried, mayBeTime, newWindow, withTraitMeasure } from './definition'

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
