import './connections.css'
import type { Counters } from '@/api/types'
import { Icon } from '@/parts/Icon'
import { useWords } from '@/text'

/** received = stored + quarantined + duplicate + suppressed: the promise, in numbers. */
export function Equation({ counters, waiting = 0, large = false }: { counters: Counters; waiting?: number; large?: boolean }) {
  const { t, f } = useWords()
  const c = t.connections
  const sum = counters.stored + counters.quarantined + counters.duplicate + counters.suppressed
  const balanced = counters.received === sum
  const terms = [[c.stored, counters.stored], [c.quarantined, counters.quarantined], [c.duplicate, counters.duplicate], [c.suppressed, counters.suppressed]] as const
  if (!large) {
    return (
      <p className="soft">
        <span style={{ color: 'var(--ink)' }}>{f.number(counters.received)}</span> {c.received} = {terms.map(([name, value]) => `${f.number(value)} ${name}`).join(' + ')}
      </p>
    )
  }
  return (
    <div data-testid="equation" data-balanced={balanced}>
      <div className="equation">
        <div className="term"><p className="big">{f.number(counters.received)}</p><p className="label">{c.received}</p></div>
        {terms.map(([name, value], index) => (
          <div key={name} style={{ display: 'contents' }}>
            <span className="sign">{index === 0 ? '=' : '+'}</span>
            <div className="term"><p className="big" style={{ fontWeight: 450 }}>{f.number(value)}</p><p className="label">{name}</p></div>
          </div>
        ))}
      </div>
      <p className={`row small ${balanced ? 'good' : 'care'}`}>
        <Icon name={balanced ? 'check' : 'alert'} size={14} /> {balanced ? c.balanced : c.unbalanced} {waiting > 0 && <span className="soft">{c.waiting(f.number(waiting))}</span>}
      </p>
    </div>
  )
}
