import './home.css'
import { useElementSize, useMediaQuery } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { Home, LoopStage } from '@/api/types'
import { useWords } from '@/text'

type Cell = readonly [row: number, column: number]

/** Where each station stands: a racetrack that is read clockwise; on a phone it turns upright. */
const wide: Record<LoopStage, Cell> = {
  sources: [1, 1], people: [1, 2], audiences: [1, 3], journeys: [1, 4],
  channels: [2, 4], results: [2, 3], insights: [2, 2], campaigns: [2, 1],
}
const narrow: Record<LoopStage, Cell> = {
  sources: [1, 1], people: [1, 2], audiences: [2, 2], journeys: [3, 2],
  channels: [4, 2], results: [4, 1], insights: [3, 1], campaigns: [2, 1],
}

/** The rail is 56 px below the top of each row, where the stations' dots sit. */
function rail(width: number, upright: boolean): string {
  const [columns, rows, rowHeight] = upright ? [2, 4, 118] : [4, 2, 128]
  const left = width / columns / 2
  const right = width - left
  const top = 56
  const bottom = (rows - 1) * rowHeight + 56
  if (upright) return `M${left} ${top}H${right}V${bottom}H${left}Z`
  // The turns begin outside the last stations, so that no number stands on the rail.
  const out = Math.min(52, left * 0.45)
  const ry = (bottom - top) / 2
  const rx = Math.min(ry, left - out - 2)
  return `M${left} ${top}H${right + out}a${rx} ${ry} 0 0 1 0 ${bottom - top}H${left - out}a${rx} ${ry} 0 0 1 0 ${top - bottom}Z`
}

/** Arrow heads half way between stations, so that the direction is seen where nothing moves. */
function heads(width: number, upright: boolean): { x: number; y: number; turn: number }[] {
  const [columns, rows, rowHeight] = upright ? [2, 4, 118] : [4, 2, 128]
  const step = width / columns
  const bottom = (rows - 1) * rowHeight + 56
  if (upright) return [{ x: step, y: 56, turn: 0 }, ...[0, 1, 2].flatMap((row) => [{ x: step * 1.5, y: row * rowHeight + 122, turn: 90 }, { x: step / 2, y: row * rowHeight + 122, turn: -90 }]), { x: step, y: bottom, turn: 180 }]
  return [1, 2, 3].flatMap((column) => [{ x: step * column, y: 56, turn: 0 }, { x: step * column, y: bottom, turn: 180 }])
}

export function Loop({ loop }: { loop: Home['loop'] }) {
  const { t, f } = useWords()
  const { ref, width, height } = useElementSize()
  const upright = useMediaQuery('(max-width: 760px)') ?? false
  const places = upright ? narrow : wide
  const path = width > 0 ? rail(width, upright) : ''
  return (
    <nav className="loop" aria-label={t.home.loopLabel} data-testid="loop">
      <div ref={ref}>
        <svg className="loop-track" viewBox={`0 0 ${Math.max(width, 1)} ${Math.max(height, 1)}`} aria-hidden="true">
          <path className="rail" d={path} />
          <path className="flow" d={path} pathLength={800} />
          {width > 0 && heads(width, upright).map(({ x, y, turn }) => <path key={`${x}/${y}`} className="head" d="M-4 -4L2 0L-4 4" transform={`translate(${x} ${y}) rotate(${turn})`} />)}
        </svg>
        <ol>
          {loop.map((item) => {
            const [row, column] = places[item.stage]
            return (
              <li key={item.stage} style={{ gridRow: row, gridColumn: column }}>
                <Link to={item.link} className="station" data-testid={`loop-${item.stage}`} style={{ height: '100%' }}>
                  <span className="name">{t.home.stages[item.stage]}</span>
                  <span className="dot" aria-hidden="true" />
                  <span className="value">{item.value >= 1_000_000_000 ? f.compact(item.value) : f.number(item.value)}</span>
                  <span className="unit">{item.label || t.home.stageUnits[item.stage]}</span>
                </Link>
              </li>
            )
          })}
        </ol>
      </div>
    </nav>
  )
}
