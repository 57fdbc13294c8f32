import { useMemo } from 'react'
import type { Kpi, Series } from '@/api/types'
import { LineChart } from '@/charts/LineChart'
import { byWeek, everyDay } from '@/charts/scale'
import { useWords } from '@/text'
import { kpiName } from './KpiNumber'

/** A KPI over time: days while there are few, weeks when there are many. */
export function SeriesChart({ series, kpi }: { series: Series; kpi: Kpi | undefined }) {
  const { t, f, language } = useWords()
  const { points, weekly } = useMemo(() => {
    const days = everyDay(series.points.map((point) => ({ day: point.day, value: Number(point.value) })))
    return days.length > 120 ? { points: byWeek(days), weekly: true } : { points: days, weekly: false }
  }, [series])
  const unit = kpi?.unit ?? 'count'
  const label = `${kpiName(kpi, language, series.kpi)}, ${weekly ? t.results.perWeek : t.results.perDay}`
  return (
    <>
      <p className="label">{label}</p>
      <LineChart points={points} label={label} say={(value) => f.unit(value, unit)} sayAxis={(value) => (unit === 'money' ? f.money(value, undefined, 0) : f.compact(value))} />
    </>
  )
}
