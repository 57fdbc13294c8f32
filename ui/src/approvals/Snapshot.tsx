import { useQuery } from '@tanstack/react-query'
import { previewQuery } from '@/api/queries'
import type { Campaign, Variant } from '@/api/types'
import { useWords } from '@/text'
import { ownHalf } from '@/text/terms'

/** The approved-to-be version in words: who, what, how. The JSON itself is one click away. */
export function Snapshot({ snapshot }: { snapshot: Record<string, unknown> }) {
  const { t, f, language } = useWords()
  const a = t.campaigns.approval
  const asked = snapshot as Partial<Campaign> & { sender?: unknown }
  const rule = asked.audience?.rule
  const { data: size } = useQuery({ ...previewQuery(rule ?? { kind: 'everyone' }), enabled: rule !== undefined })
  return (
    <dl className="facts" style={{ marginTop: 12 }} data-testid="snapshot">
      {asked.audience && (
        <>
          <dt>{a.parts.audience}</dt>
          <dd>{asked.audience.name}{size && <> · <span className="strong">{t.common.noun.people(size.size)}</span><br /><span className="soft">{size.rule_text}</span></>}</dd>
        </>
      )}
      {asked.holdout !== undefined && <><dt>{a.parts.holdout}</dt><dd>{f.percent(asked.holdout)}</dd></>}
      {asked.goal && <><dt>{a.parts.goal}</dt><dd>{ownHalf(asked.goal.description || asked.goal.event, language)}</dd></>}
      {asked.message_house && <><dt>{a.parts.message_house}</dt><dd>{ownHalf(asked.message_house.message, language)}</dd></>}
      {asked.journey && <><dt>{a.parts.journey}</dt><dd>{asked.journey.steps.map((step) => t.journeys.kinds[step.kind]).join(' → ')}</dd></>}
      {(asked.variants ?? []).map((variant) => <Email key={variant.id} variant={variant} />)}
    </dl>
  )
}

function Email({ variant }: { variant: Variant }) {
  const { t } = useWords()
  return (
    <>
      <dt>{t.journeys.emails} ({t.common.language[variant.language]})</dt>
      <dd lang={variant.language}>
        <span className="strong">{variant.subject}</span><br />
        <span className="soft">{variant.preheader}</span>
        <details>
          <summary className="link small">{t.content.body}</summary>
          <pre className="note">{variant.body}</pre>
        </details>
      </dd>
    </>
  )
}
