/** The simple part of an import mapping: one meaning per column. Everything else of a suggested mapping is kept as it came. */

export type Meaning = 'skip' | 'identifier' | 'trait' | 'property' | 'time' | 'event' | 'revenue' | 'order_id'

export interface ColumnMeaning {
  column: string
  meaning: Meaning
  /** What the identifier, trait or property is called in the hub. */
  name: string
}

type Given = string | { column?: string | null; [key: string]: unknown }

interface EventPart {
  name?: string | null
  name_column?: string | null
  time?: Given | null
  revenue?: Given | null
  order_id?: Given | null
  properties?: Record<string, Given>
  [key: string]: unknown
}

export interface Mapping {
  identifiers: Record<string, Given>
  traits?: Record<string, Given>
  consents?: unknown[]
  events?: EventPart[]
  time?: Given | null
  [key: string]: unknown
}

const columnOf = (given: Given | null | undefined) => (typeof given === 'string' ? given : (given?.column ?? null))
const nameFor = (column: string) => column.trim().toLowerCase().replace(/\s+/g, '_')

/** What a mapping says about each column of the file. */
export function meanings(columns: string[], mapping: Mapping | null): ColumnMeaning[] {
  const known = new Map<string, ColumnMeaning>()
  const note = (given: Given | null | undefined, meaning: Meaning, name = '') => {
    const column = columnOf(given)
    if (column !== null && !known.has(column)) known.set(column, { column, meaning, name })
  }
  for (const [name, given] of Object.entries(mapping?.identifiers ?? {})) note(given, 'identifier', name)
  for (const [name, given] of Object.entries(mapping?.traits ?? {})) note(given, 'trait', name)
  note(mapping?.time, 'time')
  for (const event of mapping?.events ?? []) {
    note(event.time, 'time')
    note(event.name_column, 'event')
    note(event.revenue, 'revenue')
    note(event.order_id, 'order_id')
    for (const [name, given] of Object.entries(event.properties ?? {})) note(given, 'property', name)
  }
  return columns.map((column) => known.get(column) ?? { column, meaning: 'skip', name: nameFor(column) })
}

/** The mapping for these meanings: rows become an event where one is named, else they only tell traits. */
export function toMapping(chosen: ColumnMeaning[], eventName: string, base: Mapping | null): Mapping {
  const pick = (meaning: Meaning) => chosen.filter((one) => one.meaning === meaning)
  const table = (meaning: Meaning) => Object.fromEntries(pick(meaning).map((one) => [one.name || nameFor(one.column), one.column]))
  const first = (meaning: Meaning) => pick(meaning)[0]?.column
  const mapping: Mapping = { ...base, identifiers: table('identifier'), traits: table('trait') }
  const time = first('time')
  if (time) mapping.time = time
  else delete mapping.time
  const nameColumn = first('event')
  if (nameColumn || eventName.trim()) {
    const event: EventPart = { ...(nameColumn ? { name_column: nameColumn } : { name: eventName.trim() }), properties: table('property') }
    const revenue = first('revenue')
    const order = first('order_id')
    if (revenue) event.revenue = revenue
    if (order) event.order_id = order
    mapping.events = [event]
  } else delete mapping.events
  return mapping
}

export const eventNameOf = (mapping: Mapping | null) => mapping?.events?.[0]?.name ?? ''
