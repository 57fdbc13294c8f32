/** What differs between two JSON documents, as a list a person can read. */

export interface Change {
  path: string[]
  before: unknown
  after: unknown
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lists of things with ids are compared by id, so that a moved item is not a change of everything after it. */
function keyed(value: unknown): Record<string, unknown> | null {
  if (isObject(value)) return value
  if (!Array.isArray(value)) return null
  const named = value.every((item) => isObject(item) && typeof item.id === 'string')
  return Object.fromEntries(value.map((item, index) => [named ? String((item as { id: string }).id) : String(index + 1), item]))
}

export function changes(before: unknown, after: unknown, path: string[] = []): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const [left, right] = [keyed(before), keyed(after)]
  if (left === null || right === null) return [{ path, before, after }]
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])]
  return names.flatMap((name) => changes(left[name], right[name], [...path, name]))
}

export interface Span {
  text: string
  kind: 'same' | 'old' | 'new'
}

/** The changed middle of two texts; what both begin and end with is shown plain. */
export function spans(before: string, after: string): { old: Span[]; new: Span[] } {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1
  let end = 0
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  const cut = (text: string, kind: 'old' | 'new'): Span[] =>
    [
      { text: text.slice(0, start), kind: 'same' as const },
      { text: text.slice(start, text.length - end), kind },
      { text: text.slice(text.length - end), kind: 'same' as const },
    ].filter((span) => span.text !== '')
  return { old: cut(before, 'old'), new: cut(after, 'new') }
}
