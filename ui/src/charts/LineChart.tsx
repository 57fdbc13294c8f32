import './charts.css'
import { useElementSize } from '@mantine/hooks'
import { useState, type PointerEvent } from 'react'
import { useWords } from '@/text'
import { linear, niceTicks, type Point } from './scale'

interface LineChartProps {
  points: Point[]
  label: string
  say: (value: number) => string
  /** Axis numbers; shorter than `say`. */
  sayAxis?: (value: number) => string
  height?: number
}

const pad = { top: 14, right: 12, bottom: 22, left: 52 }

/** One series over days, with the same numbers as a table one click behind. */
export function LineChart(props: LineChartProps) {
  const { t } = useWords()
  const [table, setTable] = useState(false)
  return (
    <figure className="chart">
      {table ? <PointTable {...props} /> : <Drawing {...props} />}
      <div className="chart-head">
        <button type="button" className="link small" onClick={() => setTable(!table)} data-testid="chart-table">
          {table ? t.common.chart : t.common.table}
        </button>
      </div>
    </figure>
  )
}

function Drawing({ points, label, say, sayAxis = say, height = 220 }: LineChartProps) {
  const { f } = useWords()
  const { ref, width } = useElementSize()
  const [at, setAt] = useState<number | null>(null)
  const values = points.map((point) => point.value)
  const high = Math.max(...values, 0) || 1
  const low = Math.min(...values, 0)
  const x = linear([0, Math.max(points.length - 1, 1)], [pad.left, Math.max(width - pad.right, pad.left + 1)])
  const y = linear([low, high], [height - pad.bottom, pad.top])
  const path = points.map((point, index) => `${index ? 'L' : 'M'}${x(index).toFixed(1)} ${y(point.value).toFixed(1)}`).join('')
  const marks = Math.min(points.length, width < 480 ? 3 : 6)
  const days = Array.from({ length: marks }, (_, index) => Math.round((index * (points.length - 1)) / Math.max(marks - 1, 1)))
  const chosen = at === null ? undefined : points[at]

  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const inside = event.clientX - event.currentTarget.getBoundingClientRect().left
    const index = Math.round(((inside - pad.left) / Math.max(width - pad.left - pad.right, 1)) * (points.length - 1))
    setAt(Math.max(0, Math.min(points.length - 1, index)))
  }
  return (
    <div ref={ref} style={{ minHeight: height }}>
      {width > 0 && (
        <svg height={height} role="img" aria-label={label} onPointerMove={follow} onPointerLeave={() => setAt(null)}>
          {niceTicks(low, high).map((tick) => (
            <g key={tick}>
              <line className={tick === 0 ? 'zero' : 'grid'} x1={pad.left} x2={width - pad.right} y1={y(tick)} y2={y(tick)} />
              <text className="axis" x={pad.left - 8} y={y(tick) + 4} textAnchor="end">{sayAxis(tick)}</text>
            </g>
          ))}
          {days.map((index, place) => (
            <text key={place} className="axis" x={x(index)} y={height - 6} textAnchor={place === 0 ? 'start' : place === marks - 1 ? 'end' : 'middle'}>
              {f.dayMonth(points[index]?.day ?? '')}
            </text>
          ))}
          <path className="line" d={path} stroke="var(--series-1)" />
          {chosen && at !== null && (
            <g>
              <line className="grid" x1={x(at)} x2={x(at)} y1={pad.top} y2={height - pad.bottom} />
              <circle cx={x(at)} cy={y(chosen.value)} r={4} fill="var(--series-1)" stroke="var(--paper)" strokeWidth={2} />
            </g>
          )}
        </svg>
      )}
      {chosen && at !== null && (
        <div className="readout" style={{ left: Math.max(70, Math.min(x(at), width - 70)) }}>
          <span className="soft">{f.day(chosen.day)}</span> <span className="strong">{say(chosen.value)}</span>
        </div>
      )}
    </div>
  )
}

function PointTable({ points, label, say }: LineChartProps) {
  const { t, f } = useWords()
  return (
    <div style={{ maxHeight: 320, overflowY: 'auto' }} tabIndex={0}>
      <table className="list">
        <caption className="sr">{label}</caption>
        <thead><tr><th scope="col">{t.common.when}</th><th scope="col" className="num">{label}</th></tr></thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.day}><td>{f.day(point.day)}</td><td className="num">{say(point.value)}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A small line without axes, beside a number that says the same. */
export function Spark({ values }: { values: number[] }) {
  const high = Math.max(...values, 0) || 1
  const path = values
    .map((value, index) => `${index ? 'L' : 'M'}${((index / Math.max(values.length - 1, 1)) * 100).toFixed(2)} ${(27 - (value / high) * 25).toFixed(2)}`)
    .join('')
  return (
    <svg className="spark" viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true">
      <path d={`${path}L100 28L0 28Z`} fill="currentColor" opacity="0.1" />
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.4" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
