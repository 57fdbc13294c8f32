import type { TimelineEvent } from '@/api/types'

export interface Day {
  day: string
  baskets: TimelineEvent[][]
}

/** Events by day, in the order given; neighbours of one name and one order are put together. */
export function byDay(events: TimelineEvent[], dayOf: (at: string) => string): Day[] {
  const days: Day[] = []
  for (const event of events) {
    const day = dayOf(event.at)
    let here = days.at(-1)
    if (here?.day !== day) {
      here = { day, baskets: [] }
      days.push(here)
    }
    const basket = here.baskets.at(-1)
    const last = basket?.at(-1)
    if (basket && last && event.order_id !== null && last.order_id === event.order_id && last.name === event.name) basket.push(event)
    else here.baskets.push([event])
  }
  return days
}
