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

/** The mapping for these meanings: rows become an event where one is named, else they only tell traits. What `base` says
 * in other ways than one column (fixed values, joined columns, further events) stays as it is. */
export function toMapping(chosen: ColumnMeaning[], eventName: string, base: Mapping | null): Mapping {
  if (base && eventName.trim() === eventNameOf(base) && same(chosen, meanings(chosen.map((one) => one.column), base))) return base
  const pick = (meaning: Meaning) => chosen.filter((one) => one.meaning === meaning)
  const table = (meaning: Meaning, before: Record<string, Given> = {}): Record<string, Given> => ({
    ...Object.fromEntries(Object.entries(before).filter(([, given]) => columnOf(given) === null)),
    ...Object.fromEntries(
      pick(meaning).map((one) => {
        const name = one.name || nameFor(one.column)
        const known = before[name]
        return [name, known !== undefined && columnOf(known) === one.column ? known : one.column]
      }),
    ),
  })
  const first = (meaning: Meaning) => pick(meaning)[0]?.column
  const mapping: Mapping = { ...base, identifiers: table('identifier', base?.identifiers), traits: table('trait', base?.traits) }
  const time = first('time')
  if (time) mapping.time = time
  else if (columnOf(base?.time) !== null) delete mapping.time
  const nameColumn = first('event')
  if (nameColumn || eventName.trim()) {
    const [before, ...others] = base?.events ?? []
    const { name: _, name_column: __, revenue: ___, order_id: ____, ...kept } = before ?? {}
    const event: EventPart = { ...kept, ...(nameColumn ? { name_column: nameColumn } : { name: eventName.trim() }), properties: table('property', before?.properties) }
    const revenue = first('revenue')
    const order = first('order_id')
    if (revenue) event.revenue = revenue
    if (order) event.order_id = order
    mapping.events = [event, ...others]
  } else delete mapping.events
  return mapping
}

const same = (left: ColumnMeaning[], right: ColumnMeaning[]) => left.every((one, index) => one.meaning === right[index]?.meaning && one.name === right[index]?.name)

export const eventNameOf = (mapping: Mapping | null) => mapping?.events?.[0]?.name ?? ''
