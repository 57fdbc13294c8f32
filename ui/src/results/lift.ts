import type { Lift } from '@/api/types'
import type { useWords } from '@/text'

type Words = ReturnType<typeof useWords>

/** A lift in words: "+0.77 pt (95 %: 0.66 to 0.87)", or that it is too early to tell. */
export function liftText(lift: Lift, { t, f }: Words) {
  const money = lift.metric === 'revenue'
  const say = (value: number | null) => (value === null ? '–' : money ? f.signedMoney(value) : f.points(value))
  const metrics: Record<string, string> = t.results.metrics
  return {
    say,
    sayMean: (value: number | null) => (money ? f.money(value, undefined, 2) : f.percent(value)),
    metric: metrics[lift.metric] ?? lift.metric,
    difference: lift.enough ? say(lift.difference) : t.results.tooEarly(lift.days_to_enough),
    interval: t.results.interval(say(lift.low), say(lift.high)),
  }
}
