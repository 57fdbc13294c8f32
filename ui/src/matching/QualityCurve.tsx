import '@/charts/charts.css'
import { useElementSize } from '@mantine/hooks'
import { useState } from 'react'
import type { Matching } from '@/api/types'
import { linear } from '@/charts/scale'
import { useWords } from '@/text'
import { share } from './say'

type Measured = NonNullable<Matching['measurement']>['measured']
interface CurveProps {
  measured: Measured
  lower: number
  upper: number
  merges: boolean
}

const pad = { top: 24, right: 84, bottom: 40, left: 48 }
const height = 260

/** Precision and recall at each threshold, with the chosen ones marked; the same numbers as a table one click behind. */
export function QualityCurve(props: CurveProps) {
  const { t, f } = useWords()
  const m = t.matching
  const [table, setTable] = useState(false)
  return (
    <figure className="chart match-curve" data-testid="match-curve">
      {table ? (
        <table className="list">
          <caption className="sr">{m.curve}</caption>
          <thead><tr><th scope="col">{m.threshold}</th><th scope="col" className="num">{m.precision}</th><th scope="col" className="num">{m.recall}</th></tr></thead>
          <tbody>
            {props.measured.curve.map((point) => (
              <tr key={point.threshold}><td>{share(point.threshold)}</td><td className="num">{f.percent(point.groups.precision)}</td><td className="num">{f.percent(point.groups.recall)}</td></tr>
            ))}
          </tbody>
        </table>
      ) : (
        <Drawing {...props} />
      )}
      <div className="chart-head">
        <button type="button" className="link small" onClick={() => setTable(!table)} data-testid="chart-table">{table ? t.common.chart : t.common.table}</button>
      </div>
    </figure>
  )
}

function Drawing({ measured, lower, upper, merges }: CurveProps) {
  const { t, f } = useWords()
  const m = t.matching
  const { ref, width } = useElementSize()
  const points = measured.curve
  const lowest = Math.min(...points.flatMap((point) => [point.groups.precision, point.groups.recall]), 1)
  const floor = lowest > 0.9 ? 0.9 : lowest > 0.5 ? 0.5 : 0
  // Thresholds crowd near 1, so they stand at even distances and a chosen one between its neighbours.
  const x = linear([0, Math.max(points.length - 1, 1)], [pad.left, Math.max(width - pad.right, pad.left + 1)])
  const y = linear([floor, 1], [height - pad.bottom, pad.top])
  const placeOf = (threshold: number) => {
    const after = points.findIndex((point) => point.threshold >= threshold)
    if (after <= 0) return after === 0 ? 0 : points.length - 1
    const [from, to] = [points[after - 1]?.threshold ?? 0, points[after]?.threshold ?? 1]
    return after - 1 + (threshold - from) / (to - from)
  }
  const lines = [
    { key: 'precision', label: m.precision, color: 'var(--series-1)', dash: undefined },
    { key: 'recall', label: m.recall, color: 'var(--series-6)', dash: '6 3' },
  ] as const
  const marks = [{ at: lower, word: m.atLower }, ...(merges ? [{ at: upper, word: m.atUpper }] : [])]
  const last = points.at(-1)
  const [one, other] = lines.map((line) => y(last?.groups[line.key] ?? 1))
  const near = Math.abs((one ?? 0) - (other ?? 0)) < 14
  return (
    <div ref={ref} style={{ minHeight: height }}>
      {width > 0 && (
        <svg height={height} role="img" aria-label={m.curve}>
          {[floor, (floor + 1) / 2, 1].map((tick) => (
            <g key={tick}>
              <line className="grid" x1={pad.left} x2={width - pad.right} y1={y(tick)} y2={y(tick)} />
              <text x={pad.left - 8} y={y(tick) + 4} textAnchor="end">{f.percent(tick)}</text>
            </g>
          ))}
          {points.map((point, index) => (
            (width > 520 || index % 2 === 0) && <text key={point.threshold} x={x(index)} y={height - 22} textAnchor="middle">{share(point.threshold)}</text>
          ))}
          <text x={pad.left} y={height - 4}>{m.threshold}</text>
          {marks.map((mark, index) => (
            <g key={mark.word}>
              <line className="mark" x1={x(placeOf(mark.at))} x2={x(placeOf(mark.at))} y1={pad.top - 8} y2={height - pad.bottom} />
              <text x={x(placeOf(mark.at))} y={pad.top - 12} textAnchor={index === 0 && marks.length > 1 ? 'end' : 'middle'} data-testid="match-mark">{mark.word} {share(mark.at)}</text>
            </g>
          ))}
          {lines.map((line, index) => (
            <g key={line.key}>
              <path className="line" stroke={line.color} strokeDasharray={line.dash} d={points.map((point, at) => `${at ? 'L' : 'M'}${x(at).toFixed(1)} ${y(point.groups[line.key]).toFixed(1)}`).join('')} />
              {points.map((point, at) => <circle key={point.threshold} cx={x(at)} cy={y(point.groups[line.key])} r={3} fill={line.color} />)}
              <text className="label" style={{ fill: line.color }} x={width - pad.right + 8} y={y(last?.groups[line.key] ?? 1) + 4 + (near ? (index ? 8 : -6) : 0)}>{line.label}</text>
            </g>
          ))}
        </svg>
      )}
    </div>
  )
}
