import { describe, expect, it } from 'vitest'
import type { CatalogueLine } from '@/api/types'
import { filtered, idOf } from './catalogue'

const nothing = { value: '', origin: '' as const }
const line = (kind: CatalogueLine['kind'], event: string, name: string, owner = ''): CatalogueLine => ({
  kind, event, name, planned: false, value_type: '', count: 0, share: null, last_at: null, sources: [], masked: false,
  owner: { value: owner, origin: owner ? 'catalogue' : '' }, steward: nothing, sensitivity: nothing, purpose: nothing,
  gaps: owner ? ['steward'] : ['owner', 'steward'],
})
const lines = [line('event', 'Order Completed', '', 'Shop team'), line('property', 'Order Completed', 'coupon'), line('trait', '', 'coupon')]
const found = (text: string, kind: CatalogueLine['kind'] | '' = '', gap: 'owner' | '' = '') => filtered(lines, { text, kind, gap }).map(idOf)

describe('the filter of the catalogue', () => {
  it('finds words anywhere, by kind, and what is missing', () => {
    expect(found('').length).toBe(3)
    expect(found('coupon ORDER')).toEqual(['property\nOrder Completed\ncoupon'])
    expect(found('shop')).toEqual(['event\nOrder Completed\n'])
    expect(found('coupon', 'trait')).toEqual(['trait\n\ncoupon'])
    expect(found('', '', 'owner').length).toBe(2)
  })
})
