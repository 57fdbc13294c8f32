import type { Journey, Step } from '@/api/types'

/** Where each step stands: columns by distance from the entry, rows by order within a column. */

export interface Exit {
  to: string
  label: 'then' | 'otherwise' | string
}

export function exitsOf(step: Step): Exit[] {
  const all: { to: string | null; label: string }[] =
    step.kind === 'send' || step.kind === 'wait'
      ? [{ to: step.next, label: '' }]
      : step.kind === 'wait_until' || step.kind === 'branch'
        ? [{ to: step.then, label: 'then' }, { to: step.otherwise, label: 'otherwise' }]
        : step.kind === 'split'
          ? step.arms.map((arm) => ({ to: arm.next, label: arm.name }))
          : []
  return all.filter((exit): exit is Exit => exit.to !== null)
}

export interface Placed {
  id: string
  column: number
  row: number
}

/** A step stands right of everything that leads to it; loops cannot push it further than there are steps. */
export function layout(journey: Journey): Placed[] {
  const steps = new Map(journey.steps.map((step) => [step.id, step]))
  const column = new Map<string, number>([[journey.first, 1]])
  for (let round = 0; round < journey.steps.length; round += 1) {
    let moved = false
    for (const step of journey.steps) {
      const from = column.get(step.id)
      if (from === undefined) continue
      for (const exit of exitsOf(step)) {
        if (steps.has(exit.to) && (column.get(exit.to) ?? 0) < from + 1 && from < journey.steps.length + 1) {
          column.set(exit.to, from + 1)
          moved = true
        }
      }
    }
    if (!moved) break
  }
  for (const step of journey.steps) if (!column.has(step.id)) column.set(step.id, 1)

  // The first way out stays in its step's row, every other way opens a row of its own, so that no edge runs behind a step.
  const placed = new Map<string, Placed>()
  let lowest = 0
  const visit = (id: string, row: number) => {
    const step = steps.get(id)
    if (!step || placed.has(id)) return
    placed.set(id, { id, column: column.get(id) ?? 1, row })
    exitsOf(step).forEach((exit, index) => {
      if (placed.has(exit.to)) return
      if (index > 0) lowest += 1
      visit(exit.to, index > 0 ? lowest : row)
    })
  }
  visit(journey.first, 0)
  for (const step of journey.steps) {
    if (placed.has(step.id)) continue
    lowest += 1
    visit(step.id, lowest)
  }
  return [...placed.values()]
}

/** The same journey with one step changed. */
export function replaceStep(journey: Journey, step: Step): Journey {
  return { ...journey, steps: journey.steps.map((one) => (one.id === step.id ? step : one)) }
}

const pointTo = (step: Step, from: string, to: string | null): Step => {
  const move = (next: string | null) => (next === from ? to : next)
  switch (step.kind) {
    case 'send':
    case 'wait':
      return { ...step, next: move(step.next) }
    case 'wait_until':
    case 'branch':
      return { ...step, then: move(step.then), otherwise: move(step.otherwise) }
    case 'split':
      return { ...step, arms: step.arms.map((arm) => ({ ...arm, next: move(arm.next) })) }
    case 'exit':
      return step
  }
}

function freeId(journey: Journey): string {
  let n = journey.steps.length + 1
  while (journey.steps.some((step) => step.id === `s${n}`)) n += 1
  return `s${n}`
}

/** Puts a step between `after` and what followed it. Only steps with one way out can be followed this way. */
export function insertAfter(journey: Journey, after: string, make: (id: string, next: string | null) => Step): Journey {
  const before = journey.steps.find((step) => step.id === after)
  if (!before || (before.kind !== 'send' && before.kind !== 'wait')) return journey
  const id = freeId(journey)
  const fresh = make(id, before.next)
  return { ...journey, steps: journey.steps.flatMap((step) => (step.id === after ? [{ ...before, next: id }, fresh] : [step])) }
}

/** Takes a step with one way out away; what led to it now leads to what followed it. */
export function removeStep(journey: Journey, id: string): Journey {
  const gone = journey.steps.find((step) => step.id === id)
  if (!gone || (gone.kind !== 'send' && gone.kind !== 'wait' && gone.kind !== 'wait_until')) return journey
  const next = gone.kind === 'wait_until' ? gone.otherwise : gone.next
  return {
    ...journey,
    first: journey.first === id ? (next ?? journey.first) : journey.first,
    steps: journey.steps.filter((step) => step.id !== id).map((step) => pointTo(step, id, next)),
  }
}

/** The smallest journey that does something. */
export function simpleJourney(variants: string[]): Journey {
  return {
    entry: { kind: 'audience' },
    reentry: 'never',
    exit: [],
    first: 's1',
    steps: [
      { id: 's1', kind: 'send', channel: 'email', variants, next: 's2' },
      { id: 's2', kind: 'wait', days: 3, hours: 0, next: 's3' },
      { id: 's3', kind: 'exit' },
    ],
  }
}
