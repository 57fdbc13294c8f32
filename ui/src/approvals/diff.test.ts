import { describe, expect, it } from 'vitest'
import { changes, spans } from './diff'

describe('changes', () => {
  it('finds nothing between equals', () => {
    expect(changes({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([])
  })
  it('names the path of each leaf that differs, with things that were added and removed', () => {
    const before = { holdout: 0.1, variants: [{ id: 'v_ja', subject: 'A' }, { id: 'v_en', subject: 'B' }] }
    const after = { holdout: 0.2, variants: [{ id: 'v_en', subject: 'B' }, { id: 'v_fr', subject: 'C' }] }
    expect(changes(before, after)).toEqual([
      { path: ['holdout'], before: 0.1, after: 0.2 },
      { path: ['variants', 'v_ja'], before: { id: 'v_ja', subject: 'A' }, after: undefined },
      { path: ['variants', 'v_fr'], before: undefined, after: { id: 'v_fr', subject: 'C' } },
    ])
  })
})

describe('spans', () => {
  it('marks only the changed middle', () => {
    expect(spans('10 % off today', '15 % off today')).toEqual({
      old: [{ text: '1', kind: 'same' }, { text: '0', kind: 'old' }, { text: ' % off today', kind: 'same' }],
      new: [{ text: '1', kind: 'same' }, { text: '5', kind: 'new' }, { text: ' % off today', kind: 'same' }],
    })
  })
  it('does not count a shared letter twice', () => {
    expect(spans('aa', 'a')).toEqual({ old: [{ text: 'a', kind: 'same' }, { text: 'a', kind: 'old' }], new: [{ text: 'a', kind: 'same' }] })
  })
})
