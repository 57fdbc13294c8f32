import type { Lift } from '@/api/types'
import type { useWords } from '@/text'

type Words = ReturnType<typeof useWords>

/** Why a difference is not claimed: too few outcomes although it looks clear, or an interval that still holds 0. */
function tooLittle({ low, high, days_to_enough: days }: Lift, t: Words['t']): string {
  const clear = low !== null && high !== null && (low > 0 || high < 0)
  return clear && days === null ? t.results.tooFew : t.results.tooEarly(days)
}

/** A lift in words: "+0.77 pt (95 %: 0.66 to 0.87)", or that it is too early to tell. */
export function liftText(lift: Lift, { t, f }: Words) {
  const money = lift.metric === 'revenue'
  const say = (value: number | null) => (value === null ? '–' : money ? f.signedMoney(value) : f.points(value))
  const metrics: Record<string, string> = t.results.metrics
  return {
    say,
    sayMean: (value: number | null) => (money ? f.money(value, undefined, 2) : f.percent(value)),
    metric: metrics[lift.metric] ?? lift.metric,
    difference: lift.enough ? say(lift.difference) : tooLittle(lift, t),
    interval: `${lift.enough || lift.difference === null ? '' : `${say(lift.difference)}, `}${t.results.interval(say(lift.low), say(lift.high))}`,
  }
}
