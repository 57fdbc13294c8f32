import type { ReactNode } from 'react'

const pictures = {
  list: 'M8 18h64M8 34h64M8 50h64M8 66h40',
  people: 'M28 34a10 10 0 1 0 0-20 10 10 0 0 0 0 20ZM12 62c2-14 8-18 16-18s14 4 16 18M54 34a8 8 0 1 0 0-16M52 44c8 0 14 4 16 16',
  flow: 'M12 40a6 6 0 1 0 0 .1M18 40h14M32 28h18v24H32zM50 40c10 0 8-18 18-18M50 40c10 0 8 18 18 18',
  chart: 'M10 66V12M10 66h62M18 54l14-14 12 8 22-28',
  mail: 'M8 20h64v42H8zM8 22l32 24 32-24',
  idea: 'M40 12a18 18 0 0 1 10 33v9H30v-9a18 18 0 0 1 10-33ZM32 60h16M35 66h10',
  plug: 'M28 12v16M52 12v16M20 28h40v10a20 20 0 0 1-40 0zM40 58v12',
} as const

/** An empty place teaches: one picture of what will be here, one sentence, one action. */
export function Empty({ picture, children, action }: { picture: keyof typeof pictures; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty" data-testid="empty">
      <svg width="80" height="80" viewBox="0 0 80 80" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
        <path d={pictures[picture]} />
      </svg>
      <div className="stack grow" style={{ flexBasis: 240 }}>
        <p className="reading">{children}</p>
        {action && <div>{action}</div>}
      </div>
    </div>
  )
}
