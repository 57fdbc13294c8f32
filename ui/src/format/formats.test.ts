import { describe, expect, it } from 'vitest'
import { formats } from './formats'

const en = formats('en', 'USD')
const ja = formats('ja', 'JPY')

describe('numbers', () => {
  it('follow the language and the currency of the hub', () => {
    expect(en.number(1234567)).toBe('1,234,567')
    expect(en.money('4596039.58')).toBe('$4,596,039.58')
    expect(ja.money(1234567)).toBe('¥1,234,567')
    expect(en.percent(0.1234)).toBe('12.3%')
  })
  it('say a difference with its sign', () => {
    expect(en.points(0.0077)).toBe('+0.77 pt')
    expect(en.points(-0.0012)).toBe('−0.12 pt')
    expect(en.signedMoney(0.5)).toBe('+$0.50')
  })
  it('do not invent a number where there is none', () => {
    expect([en.number(null), en.money(''), en.day(undefined), en.time('nonsense')]).toEqual(['–', '–', '–', '–'])
  })
})

describe('dates', () => {
  it('keep a calendar date on its day in every time zone', () => {
    expect(en.day('2026-01-01')).toBe('1 Jan 2026')
    expect(ja.day('2026-01-01')).toBe('2026年1月1日')
  })
  it('say how long ago', () => {
    const now = new Date('2026-11-22T12:00:00Z')
    expect(en.ago('2026-11-22T09:00:00Z', now)).toBe('3 hours ago')
    expect(ja.ago('2026-11-20T12:00:00Z', now)).toBe('一昨日')
  })
})
