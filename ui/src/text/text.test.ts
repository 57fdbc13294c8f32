import { expect, it } from 'vitest'
import { en } from './en'
import { ja } from './ja'

type Leaf = { path: string; value: unknown }

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key))
}

it('has no empty text in either language', () => {
  for (const words of [en, ja]) expect(leaves(words).filter((leaf) => leaf.value === '')).toEqual([])
})

it('has no key that only one language knows', () => {
  expect(leaves(ja).map((leaf) => leaf.path).toSorted()).toEqual(leaves(en).map((leaf) => leaf.path).toSorted())
})

it('writes Japanese without exclamation marks and with full-width punctuation', () => {
  const texts = leaves(ja).flatMap((leaf) => (typeof leaf.value === 'string' ? [leaf.value] : []))
  expect(texts.filter((text) => /[!！]|[ぁ-ん一-龥][,.](?!\d)/.test(text))).toEqual([])
})
