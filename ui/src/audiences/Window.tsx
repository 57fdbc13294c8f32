import { NumberInput } from '@mantine/core'
import type { Period } from '@/api/types'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'

interface Chosen {
  days: number | null
  period: Period | null
}

const periods = (['day', 'week', 'month', 'quarter', 'year'] as const).flatMap((unit) => [0, 1].map((back) => ({ unit, back })))
const key = (period: { unit: string; back?: number }) => `${period.unit}/${period.back ?? 0}`

/** When it counts: ever, in the last days, or in a day, week, month, quarter or year of the calendar. */
export function Window({ days, period, onChange }: Chosen & { onChange: (chosen: Chosen) => void }) {
  const { t } = useWords()
  const w = t.audiences.rule
  const choose = (choice: string) => {
    const [unit, back] = choice.split('/')
    if (choice === 'ever') onChange({ days: null, period: null })
    else if (choice === 'days') onChange({ days: days ?? 30, period: null })
    else onChange({ days: null, period: { unit: unit as Period['unit'], back: Number(back), zone: period?.zone ?? 'hub' } })
  }
  const options = [{ value: 'ever', label: w.windows.ever }, { value: 'days', label: w.inLast }, ...periods.map((one) => ({ value: key(one), label: w.windows[one.unit](one.back) }))]
  const chosen = period ? key(period) : days === null ? 'ever' : 'days'
  const own = period && !options.some((one) => one.value === chosen) ? [{ value: chosen, label: w.windows[period.unit](period.back ?? 0) }] : []
  return (
    <span className="row" style={{ gap: 6, flexWrap: 'wrap' }}>
      <Pick label={w.window} bare value={chosen} onChange={choose} options={[...options, ...own]} testid="window" />
      {days !== null && (
        <>
          <NumberInput aria-label={`${w.inLast} (${w.daysUnit})`} value={days} min={1} onChange={(value) => onChange({ days: value === '' ? 1 : Number(value), period: null })} hideControls w={70} />
          <span className="soft">{w.daysUnit}</span>
        </>
      )}
      {period && <ZonePick zone={period.zone ?? 'hub'} onChange={(zone) => onChange({ days: null, period: { ...period, zone } })} />}
    </span>
  )
}

export function ZonePick({ zone, onChange }: { zone: 'hub' | 'person'; onChange: (zone: 'hub' | 'person') => void }) {
  const { t } = useWords()
  const w = t.audiences.rule
  return <Pick label={w.zone} bare value={zone} onChange={(choice) => onChange(choice as 'hub' | 'person')} options={[{ value: 'hub', label: w.zones.hub }, { value: 'person', label: w.zones.person }]} testid="zone" />
}
