import '@/charts/charts.css'
import { useElementSize } from '@mantine/hooks'
import { useState } from 'react'
import type { Training } from '@/api/types'
import { linear, niceTicks } from '@/charts/scale'
import { useWords } from '@/text'

type Bins = Training['back_test']['bins']
const pad = { top: 12, right: 16, bottom: 42, left: 52 }
const height = 260

/** What was said beside what happened, by tenths of the people; on the line both are alike. The numbers are one click behind. */
export function Calibration({ bins }: { bins: Bins }) {
  const { t, f } = useWords()
  const p = t.predictions
  const [table, setTable] = useState(false)
  return (
    <figure className="chart" data-testid="calibration">
      {table ? (
        <table className="list">
          <caption className="sr">{p.calibration}</caption>
          <thead><tr><th scope="col" className="num">{p.people}</th><th scope="col" className="num">{p.saidEach}</th><th scope="col" className="num">{p.happenedEach}</th></tr></thead>
          <tbody>{bins.map((bin, at) => <tr key={at}><td className="num">{f.number(bin.people)}</td><td className="num">{f.decimal(bin.said, 2)}</td><td className="num">{f.decimal(bin.happened, 2)}</td></tr>)}</tbody>
        </table>
      ) : (
        <Drawing bins={bins} />
      )}
      <div className="chart-head"><button type="button" className="link small" onClick={() => setTable(!table)} data-testid="chart-table">{table ? t.common.chart : t.common.table}</button></div>
    </figure>
  )
}

function Drawing({ bins }: { bins: Bins }) {
  const { t, f } = useWords()
  const p = t.predictions
  const { ref, width } = useElementSize()
  const high = Math.max(...bins.flatMap((bin) => [bin.said, bin.happened]), 0.01) * 1.05
  const ticks = niceTicks(0, high, 4).filter((tick) => tick <= high)
  const x = linear([0, high], [pad.left, Math.max(width - pad.right, pad.left + 1)])
  const y = linear([0, high], [height - pad.bottom, pad.top])
  return (
    <div ref={ref} style={{ minHeight: height }}>
      {width > 0 && (
        <svg height={height} role="img" aria-label={p.calibrationLabel}>
          {ticks.map((tick) => (
            <g key={tick}>
              <line className="grid" x1={pad.left} x2={width - pad.right} y1={y(tick)} y2={y(tick)} />
              <text x={pad.left - 8} y={y(tick) + 4} textAnchor="end">{f.short(tick)}</text>
              <text x={x(tick)} y={height - pad.bottom + 16} textAnchor="middle">{f.short(tick)}</text>
            </g>
          ))}
          <line stroke="var(--line-strong)" strokeWidth={1.5} strokeDasharray="5 4" x1={x(0)} y1={y(0)} x2={x(high)} y2={y(high)} />
          {bins.map((bin, at) => (
            <circle key={at} cx={x(bin.said)} cy={y(bin.happened)} r={5} fill="var(--series-1)"><title>{`${p.saidEach} ${f.decimal(bin.said, 2)} · ${p.happenedEach} ${f.decimal(bin.happened, 2)}`}</title></circle>
          ))}
          <text x={width - pad.right} y={height - 6} textAnchor="end">{p.saidEach} →</text>
          <text x={pad.left + 6} y={pad.top + 4}>↑ {p.happenedEach}</text>
        </svg>
      )}
    </div>
  )
}
