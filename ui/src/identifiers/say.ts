import type { IdentifierType, IdentifierTypes, Language } from '@/api/types'
import type { Dictionary } from '@/text/en'

/** How many of a type one person may have, in words. */
export function limitText(type: { most: number | null; per: IdentifierType['per'] }, words: Dictionary['identifiers']): string {
  return type.most === null ? words.any : words.limit(type.most, type.per)
}

export const typeName = (type: IdentifierType, language: Language) => (language === 'ja' ? type.label_ja : type.label_en)

export interface Draft {
  priority: number
  most: number | null
  per: IdentifierType['per']
  block: string[]
  unblock: string[]
}

export const draftOf = (type: IdentifierType, block: string[] = []): Draft => ({ priority: type.priority, most: type.most, per: type.per, block, unblock: [] })

const sameLimit = (type: IdentifierType, draft: Draft) => draft.most === type.most && (draft.most === null || draft.per === type.per)

/** Whether the rule itself differs, not the blocked values. */
export const ruleChanged = (type: IdentifierType, draft: Draft) => draft.priority !== type.priority || !sameLimit(type, draft)

export const changed = (type: IdentifierType, draft: Draft) => ruleChanged(type, draft) || draft.block.length > 0 || draft.unblock.length > 0

/** What the server is asked to try: only what differs. */
export function changeOf(type: IdentifierType, draft: Draft) {
  return {
    priority: draft.priority === type.priority ? null : draft.priority,
    limit: sameLimit(type, draft) ? null : { most: draft.most, per: draft.per },
    block: draft.block,
    unblock: draft.unblock,
  }
}

/** All rules as they are saved, with this one as drafted. */
export function rulesWith(found: IdentifierTypes, type: IdentifierType, draft: Draft) {
  const rules = found.types.filter((each) => each.has_rule && each.type !== type.type)
  return { types: [...rules, { ...type, priority: draft.priority, most: draft.most, per: draft.per }].map(({ type: name, priority, most, per, label }) => ({ type: name, priority, most, per, label })) }
}
