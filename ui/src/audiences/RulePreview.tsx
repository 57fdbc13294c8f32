import './audiences.css'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { previewQuery } from '@/api/queries'
import type { AudiencePreview, Rule } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Bones } from '@/parts/Loaded'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { isComplete } from './rules'

/** How many people meet the rule as it stands on the screen, and what it says in words: an estimate at once, then all counted. */
export function RulePreview({ rule, own }: { rule: Rule; own?: string }) {
  const { t } = useWords()
  const [late] = useDebouncedValue(rule, 350)
  const ready = rule.kind === 'everyone' || isComplete(late)
  const first = useQuery({ ...previewQuery(late, true), enabled: ready })
  const settled = first.isSuccess && !first.isPlaceholderData
  const counted = useQuery({ ...previewQuery(late, false), placeholderData: undefined, enabled: ready && settled && first.data.margin > 0 })
  const shown = counted.data ?? first.data
  return (
    <aside className="rule-size stack" aria-live="polite" data-testid="rule-preview">
      {first.isError && <ErrorNote error={first.error} />}
      {counted.isError && <ErrorNote error={counted.error} />}
      {!shown && first.isFetching && <Bones lines={4} />}
      {shown && (
        <div className="stack" style={{ opacity: first.isPlaceholderData || !ready ? 0.5 : 1 }}>
          <SizeNow preview={shown} counting={counted.isFetching} />
          <div>
            <p className="label">{t.audiences.inWords}</p>
            <p className="reading" data-testid="rule-text">{shown.rule_text}</p>
          </div>
          <Channels preview={shown} />
          <Overlaps preview={shown} own={own} />
          {shown.sample.length > 0 && (
            <div>
              <p className="label">{t.audiences.sample}</p>
              <ul>
                {shown.sample.slice(0, 5).map((one) => (
                  <li key={one.person_id} className="cut"><Link to="/people/$key" params={{ key: String(one.person_id) }}>{one.name ?? one.email ?? one.person_id}</Link></li>
                ))}
              </ul>
            </div>
          )}
        </div>
      )}
    </aside>
  )
}

function SizeNow({ preview, counting }: { preview: AudiencePreview; counting: boolean }) {
  const { t, f } = useWords()
  const share = preview.total ? preview.size / preview.total : 0
  return (
    <div>
      <p className="label">{t.audiences.size}</p>
      <p className="big" data-testid="preview-size">{preview.margin > 0 ? t.audiences.about(t.common.noun.people(preview.size)) : t.common.noun.people(preview.size)}</p>
      {preview.margin > 0 && <p className="soft small" data-testid="preview-margin">{t.audiences.margin(f.number(preview.margin))}{counting && ` · ${t.audiences.counting}`}</p>}
      <p className="soft small">{t.audiences.ofAll(f.number(preview.total))} {f.percent(share)}</p>
      <Track share={share} colour="var(--accent)" />
      <p className="soft small">{t.audiences.computedIn(f.number(Math.max(1, preview.milliseconds)))}</p>
    </div>
  )
}

/** Of the people: those whom a channel reaches today, within those who allowed it. */
function Channels({ preview }: { preview: AudiencePreview }) {
  const { t, f } = useWords()
  const term = useTerm()
  if (preview.size === 0) return null
  return (
    <div data-testid="reach">
      <p className="label">{t.audiences.reach}</p>
      {preview.reach.length === 0 && <p className="soft small">{t.audiences.noReach}</p>}
      <ul className="rule-bars">
        {preview.reach.map((one) => (
          <li key={one.channel}>
            <span>{term('channel', one.channel)}</span>
            <Track share={one.reachable / preview.size} behind={one.consented / preview.size} colour="var(--series-1)" />
            <span className="right">{f.number(one.reachable)}</span>
            {one.consented > one.reachable && <span className="soft small whole">{t.audiences.consented(f.number(one.consented))}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Two sizes and what they share, to scale: left what only this rule has, in the middle both, right what only the other has. */
function Overlaps({ preview, own }: { preview: AudiencePreview; own?: string }) {
  const { t, f } = useWords()
  const others = preview.overlaps.filter((one) => one.audience_id !== own).slice(0, 5)
  if (others.length === 0) return null
  const widest = Math.max(...others.map((one) => preview.size + one.size - one.both), 1)
  return (
    <div data-testid="overlaps">
      <p className="label">{t.audiences.overlaps}</p>
      <ul className="rule-overlaps">
        {others.map((one) => {
          const parts = [['mine', preview.size - one.both], ['both', one.both], ['theirs', one.size - one.both]] as const
          return (
            <li key={one.audience_id}>
              <Link to="/audiences/$id" params={{ id: one.audience_id }} className="cut">{one.name}</Link>
              <span className="overlap" aria-hidden="true">
                {parts.map(([part, people]) => <span key={part} className={part} style={{ width: `${(Math.max(people, 0) / widest) * 100}%` }} />)}
              </span>
              <span className="small soft">{t.audiences.shared(f.number(one.both), f.percent(preview.size ? one.both / preview.size : 0), f.percent(one.size ? one.both / one.size : 0))}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function Track({ share, behind = 0, colour }: { share: number; behind?: number; colour: string }) {
  const width = (part: number) => `${Math.min(Math.max(part, 0), 1) * 100}%`
  return (
    <span className="rule-track" aria-hidden="true">
      <span style={{ width: width(behind), background: colour, opacity: 0.3 }} />
      <span style={{ width: width(share), background: colour }} />
    </span>
  )
}
