import { useWords } from '@/text'

/** A column a day, the highest of them as tall as the line. */
export function Days({ counts }: { counts: number[] }) {
  const { f } = useWords()
  const high = Math.max(...counts, 1)
  return (
    <span className="plan-days" role="img" aria-label={counts.map((one) => f.number(one)).join(', ')}>
      {counts.map((one, day) => <span key={day} style={{ height: one ? `${Math.max(12, (one / high) * 100)}%` : 1 }} />)}
    </span>
  )
}
