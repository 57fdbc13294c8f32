import { describe, expect, it } from 'vitest'
import { byWeek, everyDay, linear, niceTicks } from './scale'

describe('ticks', () => {
  it('are round, and contain zero when the range does', () => {
    expect(niceTicks(0, 1000)).toEqual([0, 200, 400, 600, 800, 1000])
    expect(niceTicks(-0.012, 0.031)).toEqual([-0.01, 0, 0.01, 0.02, 0.03])
    expect(niceTicks(5, 5)).toEqual([5])
  })
})

describe('linear', () => {
  it('maps ends to ends and survives an empty range', () => {
    const x = linear([-1, 1], [0, 100])
    expect([x(-1), x(0), x(1)]).toEqual([0, 50, 100])
    expect(linear([3, 3], [0, 100])(3)).toBe(0)
  })
})

describe('days and weeks', () => {
  it('fills days without events with zero', () => {
    expect(everyDay([{ day: '2026-02-27', value: 2 }, { day: '2026-03-02', value: 5 }])).toEqual([
      { day: '2026-02-27', value: 2 },
      { day: '2026-02-28', value: 0 },
      { day: '2026-03-01', value: 0 },
      { day: '2026-03-02', value: 5 },
    ])
    expect(everyDay([])).toEqual([])
  })
  it('sums whole weeks and leaves out one that is not over', () => {
    const days = everyDay([{ day: '2026-01-01', value: 1 }, { day: '2026-01-16', value: 9 }])
    expect(byWeek(days)).toEqual([{ day: '2026-01-01', value: 1 }, { day: '2026-01-08', value: 0 }])
  })
})
