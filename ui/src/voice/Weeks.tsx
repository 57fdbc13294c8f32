import '@/charts/charts.css'
import { useElementSize } from '@mantine/hooks'
import { useState } from 'react'
import type { VoiceWeek } from '@/api/types'
import { linear, niceTicks } from '@/charts/scale'
import { useWords } from '@/text'

const pad = { top: 10, right: 8, bottom: 24, left: 40 }
const height = 240

/** Praise above the line, criticism below it, a column a week; the numbers are one click behind. */
export function Weeks({ weeks }: { weeks: VoiceWeek[] }) {
  const { t, f } = useWords()
  const v = t.voice
  const [table, setTable] = useState(false)
  return (
    <figure className="chart" data-testid="voice-weeks">
      {table ? (
        <table className="list">
          <caption className="sr">{v.byWeek}</caption>
          <thead><tr><th scope="col">{v.week}</th>{[v.positive, v.negative, v.neutral].map((name) => <th key={name} scope="col" className="num">{name}</th>)}</tr></thead>
          <tbody>{weeks.map((one) => <tr key={one.week}><td>{f.day(one.week)}</td><td className="num">{f.number(one.positive)}</td><td className="num">{f.number(one.negative)}</td><td className="num">{f.number(one.neutral)}</td></tr>)}</tbody>
        </table>
      ) : (
        <Drawing weeks={weeks} />
      )}
      <div className="chart-head"><button type="button" className="link small" onClick={() => setTable(!table)}>{table ? t.common.chart : t.common.table}</button></div>
    </figure>
  )
}

const week = 7 * 24 * 3600 * 1000

function Drawing({ weeks }: { weeks: VoiceWeek[] }) {
  const { t, f } = useWords()
  const { ref, width } = useElementSize()
  const starts = weeks.map((one) => Date.parse(one.week))
  const [first, last] = [Math.min(...starts), Math.max(...starts) + week]
  const [up, down] = [Math.max(1, ...weeks.map((one) => one.positive)), Math.max(1, ...weeks.map((one) => one.negative))]
  const x = linear([first, last], [pad.left, Math.max(width - pad.right, pad.left + 1)])
  const y = linear([-down, up], [height - pad.bottom, pad.top])
  const wide = Math.max(1, Math.min(28, x(first + week) - x(first) - 2))
  const dates = [starts[0], starts[Math.floor(starts.length / 2)], starts.at(-1)].filter((one, at, all) => one !== undefined && all.indexOf(one) === at)
  return (
    <div ref={ref} style={{ minHeight: height }}>
      {width > 0 && weeks.length > 0 && (
        <svg height={height} role="img" aria-label={t.voice.weeksLabel}>
          {niceTicks(-down, up, 4).filter((tick) => Number.isInteger(tick)).map((tick) => (
            <g key={tick}>
              <line className={tick === 0 ? 'zero' : 'grid'} x1={pad.left} x2={width - pad.right} y1={y(tick)} y2={y(tick)} />
              <text className="axis" x={pad.left - 8} y={y(tick) + 4} textAnchor="end">{f.number(Math.abs(tick))}</text>
            </g>
          ))}
          {weeks.map((one, at) => (
            <g key={one.week}>
              <title>{`${f.day(one.week)} · ${t.voice.spoken(f.number(one.negative), f.number(one.positive))}`}</title>
              <rect x={x(starts[at] ?? first)} width={wide} y={y(one.positive)} height={y(0) - y(one.positive)} fill="var(--good)" rx={2} />
              <rect x={x(starts[at] ?? first)} width={wide} y={y(0)} height={y(-one.negative) - y(0)} fill="var(--bad)" rx={2} />
            </g>
          ))}
          {dates.map((one, at) => <text key={one} className="axis" x={x(one ?? first)} y={height - 6} textAnchor={at === 0 ? 'start' : at === dates.length - 1 ? 'end' : 'middle'}>{f.day(new Date(one ?? first).toISOString().slice(0, 10))}</text>)}
        </svg>
      )}
    </div>
  )
}
