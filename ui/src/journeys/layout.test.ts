import { describe, expect, it } from 'vitest'
import type { Journey } from '@/api/types'
import { insertAfter, layout, removeStep, simpleJourney } from './layout'

const reminder: Journey = {
  entry: { kind: 'audience' },
  reentry: 'never',
  exit: [],
  first: 'invite',
  steps: [
    { id: 'invite', kind: 'send', channel: 'email', variants: ['v'], next: 'watch' },
    { id: 'watch', kind: 'wait_until', event: 'Email Opened', days: 4, then: 'done', otherwise: 'remind' },
    { id: 'remind', kind: 'send', channel: 'email', variants: ['v'], next: 'done' },
    { id: 'done', kind: 'exit' },
  ],
}

describe('layout', () => {
  it('puts a step right of everything that leads to it, and the second way out in a row of its own', () => {
    expect(layout(reminder)).toEqual([
      { id: 'invite', column: 1, row: 0 },
      { id: 'watch', column: 2, row: 0 },
      { id: 'done', column: 4, row: 0 },
      { id: 'remind', column: 3, row: 1 },
    ])
  })
  it('ends on a loop, and shows a step that nothing leads to', () => {
    const odd: Journey = {
      ...reminder,
      first: 'a',
      steps: [
        { id: 'a', kind: 'wait', days: 1, hours: 0, next: 'b' },
        { id: 'b', kind: 'wait', days: 1, hours: 0, next: 'a' },
        { id: 'lost', kind: 'exit' },
      ],
    }
    expect(layout(odd).map((step) => step.id)).toEqual(['a', 'b', 'lost'])
  })
})

describe('editing', () => {
  it('puts a step between two, with an id that is free', () => {
    const journey = insertAfter(simpleJourney(['v']), 's1', (id, next) => ({ id, kind: 'wait', days: 1, hours: 0, next }))
    expect(journey.steps.map((step) => [step.id, 'next' in step ? step.next : null])).toEqual([['s1', 's4'], ['s4', 's2'], ['s2', 's3'], ['s3', null]])
  })
  it('closes the gap that a removed step leaves', () => {
    const journey = removeStep(reminder, 'remind')
    expect(journey.steps.find((step) => step.id === 'watch')).toMatchObject({ then: 'done', otherwise: 'done' })
    expect(removeStep(reminder, 'invite').first).toBe('watch')
  })
  it('leaves a branching step where it is', () => {
    expect(insertAfter(reminder, 'watch', (id, next) => ({ id, kind: 'wait', days: 1, hours: 0, next }))).toBe(reminder)
  })
})
