/** A JSON value as a person reads it: plain where it is plain, as "key: value" where it is an object. */
export function readable(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return value.map(readable).join(', ')
  return Object.entries(value).map(([key, inner]) => `${key}: ${readable(inner)}`).join(' · ')
}

export function JsonBlock({ value }: { value: unknown }) {
  return <pre className="note" tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>
}
