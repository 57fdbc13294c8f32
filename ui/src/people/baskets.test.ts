import { expect, it } from 'vitest'
import type { TimelineEvent } from '@/api/types'
import { byDay } from './baskets'

const event = (log_offset: number, at: string, name: string, order_id: string | null): TimelineEvent => ({
  log_offset, at, name, order_id, type: 'track', source: 's', properties: {}, revenue: null, played: false,
})

it('puts the lines of one order together, but not those of two orders or of no order', () => {
  const days = byDay(
    [event(5, '2026-01-02T09', 'Bought', 'b'), event(4, '2026-01-02T09', 'Bought', 'b'), event(3, '2026-01-02T08', 'Bought', 'a'), event(2, '2026-01-01T08', 'Viewed', null), event(1, '2026-01-01T08', 'Viewed', null)],
    (at) => at.slice(0, 10),
  )
  expect(days.map(({ day, baskets }) => [day, baskets.map((basket) => basket.map((one) => one.log_offset))])).toEqual([
    ['2026-01-02', [[5, 4], [3]]],
    ['2026-01-01', [[2], [1]]],
  ])
})
