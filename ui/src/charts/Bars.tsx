import './charts.css'
import { Fragment, type ReactNode } from 'react'

export interface Bar {
  key: string
  label: ReactNode
  value: number
  text: ReactNode
}

/** Horizontal bars from a common zero, each with its own number. */
export function Bars({ bars, label, colour = 'var(--series-1)' }: { bars: Bar[]; label: string; colour?: string }) {
  const high = Math.max(...bars.map((bar) => bar.value), 0) || 1
  return (
    <div className="bars" role="group" aria-label={label}>
      {bars.map((bar) => (
        <Fragment key={bar.key}>
          <span>{bar.label}</span>
          <span className="track" aria-hidden="true">
            <span className="bar" style={{ display: 'block', width: `${(bar.value / high) * 100}%`, background: colour }} />
          </span>
          <span className="right">{bar.text}</span>
        </Fragment>
      ))}
    </div>
  )
}
