import './audiences.css'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { previewQuery } from '@/api/queries'
import type { Rule } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Bones } from '@/parts/Loaded'
import { useWords } from '@/text'
import { isComplete } from './rules'

/** How many people meet the rule as it stands on the screen, and what it says in words. */
export function RulePreview({ rule }: { rule: Rule }) {
  const { t, f } = useWords()
  const [late] = useDebouncedValue(rule, 350)
  const ready = rule.kind === 'everyone' || isComplete(late)
  const query = useQuery({ ...previewQuery(late), enabled: ready })
  const { data } = query
  return (
    <aside className="rule-size stack" aria-live="polite" data-testid="rule-preview">
      {query.isError && <ErrorNote error={query.error} />}
      {!data && query.isFetching && <Bones lines={4} />}
      {data && (
        <>
          <div style={{ opacity: query.isPlaceholderData || !ready ? 0.5 : 1 }}>
            <p className="label">{t.audiences.size}</p>
            <p className="big" data-testid="preview-size">{t.common.noun.people(data.size)}</p>
            <p className="soft small">{t.audiences.ofAll(f.number(data.total))} {f.percent(data.total ? data.size / data.total : 0)}</p>
            <div className="track" style={{ background: 'var(--line)', height: 4, borderRadius: 2, margin: '8px 0' }} aria-hidden="true">
              <div style={{ width: `${data.total ? (data.size / data.total) * 100 : 0}%`, height: 4, borderRadius: 2, background: 'var(--accent)' }} />
            </div>
            <p className="small">{t.audiences.reachable(f.number(data.reachable_email))}</p>
            <p className="soft small">{t.audiences.computedIn(f.number(Math.max(1, data.milliseconds)))}</p>
          </div>
          <div>
            <p className="label">{t.audiences.inWords}</p>
            <p className="reading" data-testid="rule-text">{data.rule_text}</p>
          </div>
          {data.sample.length > 0 && (
            <div>
              <p className="label">{t.audiences.sample}</p>
              <ul>
                {data.sample.slice(0, 5).map((one) => (
                  <li key={one.person_id} className="cut"><Link to="/people/$key" params={{ key: String(one.person_id) }}>{one.name ?? one.email ?? one.person_id}</Link></li>
                ))}
              </ul>
            </div>
          )}
        </>
      )}
    </aside>
  )
}
