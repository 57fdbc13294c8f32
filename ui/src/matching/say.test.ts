import { describe, expect, it } from 'vitest'
import { matching } from '@/text/en/matching'
import { fieldName, inWords, length, share } from './say'

describe('what a match says', () => {
  it('never reads as certain', () => {
    expect([0.5, 0.9, 0.999, 0.99999, 1].map(share)).toEqual(['50%', '90%', '99.9%', '99.9%', '99.9%'])
  })
  it('puts a probability in words', () => {
    expect([0.9999, 0.99, 0.95, 0.6].map((one) => inWords(one, matching.words))).toEqual([matching.words.certain, matching.words.very, matching.words.likely, matching.words.maybe])
  })
  it('calls fields by their usual names, and others as they were named', () => {
    expect([fieldName('names', 'names', matching), fieldName('birth_date', 'date', matching), fieldName('会員', 'number', matching)]).toEqual(['Name', 'Birth date', '会員'])
  })
  it('draws ten bits as the whole bar', () => {
    expect([0, -5, 10, 40].map(length)).toEqual([0, 0.5, 1, 1])
  })
})
