/** Round axis values that cover low..high in about `wanted` steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(low: number, high: number, wanted = 4): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0]
  if (low === high) return [low]
  const raw = (high - low) / wanted
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw * 0.75) ?? 10) * power
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}

export function linear(from: readonly [number, number], to: readonly [number, number]) {
  const span = from[1] - from[0] || 1
  return (value: number) => to[0] + ((value - from[0]) / span) * (to[1] - to[0])
}

export interface Point {
  day: string
  value: number
}

/** Days on which nothing happened are left out on the way here; a line has to go down to zero for them. */
export function everyDay(points: Point[]): Point[] {
  const known = new Map(points.map((point) => [point.day.slice(0, 10), point.value]))
  const first = points[0]?.day.slice(0, 10)
  const last = points.at(-1)?.day.slice(0, 10)
  if (first === undefined || last === undefined) return []
  const days: Point[] = []
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    days.push({ day, value: known.get(day) ?? 0 })
  }
  return days
}

/** Sums days into weeks (keyed by their first day), so that a year reads as a line and not as noise. */
export function byWeek(points: Point[]): Point[] {
  const weeks: Point[] = []
  points.forEach((point, index) => {
    const week = weeks.at(-1)
    if (index % 7 === 0 || !week) weeks.push({ ...point })
    else week.value += point.value
  })
  // A last week that is not over would look like a fall.
  return points.length % 7 === 0 || weeks.length < 2 ? weeks : weeks.slice(0, -1)
}
