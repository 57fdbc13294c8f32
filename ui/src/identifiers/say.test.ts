import { describe, expect, it } from 'vitest'
import type { IdentifierType } from '@/api/types'
import { changed, changeOf, draftOf, limitText, ruleChanged, rulesWith } from './say'
import { identifiers as en } from '@/text/en/identifiers'
import { identifiers as ja } from '@/text/ja/identifiers'

const email: IdentifierType = {
  type: 'email', label: 'Mail', label_en: 'Mail', label_ja: 'Mail', normaliser: 'email', priority: 20, most: 2, per: 'week', built_in: true, has_rule: true,
  blocks: [], identifiers: 3, people: 2, refused: 0,
}

describe('a draft of a rule', () => {
  it('is no change as long as nothing differs', () => {
    const draft = draftOf(email)
    expect([changed(email, draft), changeOf(email, draft)]).toEqual([false, { priority: null, limit: null, block: [], unblock: [] }])
  })
  it('says only what differs', () => {
    const draft = { ...draftOf(email), most: null, per: 'ever' as const, block: ['shop@*'] }
    expect([changed(email, draft), ruleChanged(email, draft)]).toEqual([true, true])
    expect(changeOf(email, draft)).toEqual({ priority: null, limit: { most: null, per: 'ever' }, block: ['shop@*'], unblock: [] })
  })
  it('does not count the period of a limit that is not there', () => {
    const free = { ...email, most: null, per: 'ever' as const }
    expect(ruleChanged(free, { ...draftOf(free), per: 'month' })).toBe(false)
  })
  it('is saved with all other rules as they are', () => {
    const other = { ...email, type: 'card', has_rule: false }
    const saved = rulesWith({ types: [email, other], never: [], task_id: null }, other, { ...draftOf(other), most: 1 })
    expect(saved.types.map((each) => [each.type, each.most])).toEqual([['email', 2], ['card', 1]])
  })
  it('reads as words', () => {
    expect([limitText(email, en), limitText(email, ja), limitText({ most: null, per: 'ever' }, en)]).toEqual(['2 a week', '週に2件', 'any number'])
  })
})
