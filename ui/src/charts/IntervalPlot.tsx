import './charts.css'
import { useElementSize } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { linear, niceTicks } from './scale'

export interface Interval {
  key: string
  title: ReactNode
  text: ReactNode
  label: string
  /** Without an interval there is nothing to draw, and the row only says so. */
  bounds: { low: number; middle: number; high: number } | null
  say: (value: number) => string
  /** Drawn pale: the data do not carry a judgement yet. */
  pale?: boolean
  truth?: { value: number; label: string }
}

type Drawn = Interval & NonNullable<Interval['bounds']>

const height = 46
const side = 34

/** Differences with their intervals. Units differ by row, so each row has its own axis, but all zero lines stand in one column. */
export function IntervalPlot({ rows }: { rows: Interval[] }) {
  const { ref, width } = useElementSize()
  const drawn = rows.flatMap((row) => (row.bounds ? [{ ...row, ...row.bounds }] : []))
  const reach = (row: Drawn) => Math.max(Math.abs(row.low), Math.abs(row.high), Math.abs(row.truth?.value ?? 0)) || 1
  const left = Math.min(-0.25, ...drawn.map((row) => Math.min(row.low, row.truth?.value ?? 0) / reach(row)))
  const right = Math.max(0.25, ...drawn.map((row) => Math.max(row.high, row.truth?.value ?? 0) / reach(row)))
  return (
    <div className="chart" ref={ref} data-testid="interval-plot">
      {rows.map((row) => (
        <div key={row.key} className="interval-row">
          <div className="interval-head">
            <span>{row.title}</span>
            <span>{row.text}</span>
          </div>
          {width > 0 && drawn.filter((one) => one.key === row.key).map((one) => <Row key={one.key} row={one} width={width} left={left * reach(one) * 1.05} right={right * reach(one) * 1.05} />)}
        </div>
      ))}
    </div>
  )
}

function Row({ row, width, left, right }: { row: Drawn; width: number; left: number; right: number }) {
  const x = linear([left, right], [side, width - side])
  const colour = row.pale ? 'var(--soft)' : 'var(--series-1)'
  return (
    <svg height={height} role="img" aria-label={row.label}>
      {niceTicks(left, right, width < 480 ? 3 : 6).map((tick) => (
        <g key={tick}>
          <line className={tick === 0 ? 'zero' : 'grid'} x1={x(tick)} x2={x(tick)} y1={2} y2={height - 16} />
          <text className="axis" x={x(tick)} y={height - 3} textAnchor="middle">{row.say(tick)}</text>
        </g>
      ))}
      <rect x={x(row.low)} width={Math.max(x(row.high) - x(row.low), 1)} y={9} height={12} rx={6} fill={colour} opacity={row.pale ? 0.2 : 0.28} />
      <circle cx={x(row.middle)} cy={15} r={5} fill={row.pale ? 'var(--paper)' : colour} stroke={colour} strokeWidth={2} />
      {row.truth && (
        <g>
          <path d={`M${x(row.truth.value) - 5} 1h10l-5 7z`} fill="var(--series-6)" />
          <line x1={x(row.truth.value)} x2={x(row.truth.value)} y1={6} y2={height - 16} stroke="var(--series-6)" strokeDasharray="3 2" />
          <title>{row.truth.label}</title>
        </g>
      )}
    </svg>
  )
}
