import { useQuery } from '@tanstack/react-query'
import { api } from '@/api/client'
import { campaignQuery } from '@/api/queries'
import type { Explained } from '@/api/types'
import { Loaded } from '@/parts/Loaded'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

/** Why this person did or did not get this campaign's messages, from joining the audience to the delivery. */
export function Explanation({ person, campaign }: { person: string; campaign: string }) {
  const { t, f } = useWords()
  const term = useTerm()
  const query = useQuery({
    queryKey: ['person', person, 'explain', campaign],
    queryFn: () => api.get<Explained>('/explain', { person, campaign }),
  })
  const { data: view } = useQuery(campaignQuery(campaign))
  const arms: Record<string, string> = t.results.armNames
  const step = (id: string | null) => {
    const found = view?.document.journey?.steps.find((one) => one.id === id)
    return found ? t.journeys.kinds[found.kind] : id
  }
  return (
    <Loaded query={query}>
      {(told) => (
        <div className="stack" data-testid="explanation">
          <dl className="facts">
            <dt>{t.results.arm}</dt><dd>{told.arm ? (arms[told.arm] ?? told.arm) : '–'}</dd>
            {told.membership && (
              <>
                <dt>{t.campaigns.tabs.audience}</dt>
                <dd>{t.people.since(f.time(told.membership.since))}<br />{told.membership.because}</dd>
              </>
            )}
          </dl>
          <ol className="timeline">
            {told.transitions.map((move, index) => (
              <li key={index}>
                <span className="soft small">{f.time(move.at)}</span><br />
                {step(move.from_step) ?? t.journeys.kinds.entry} → {step(move.to_step) ?? t.journeys.kinds.exit} <span className="soft">{move.reason_text}</span>
              </li>
            ))}
            {told.decisions.map((decision) => (
              <li key={`${decision.send_id}/${decision.at}`} className="message">
                <span className="soft small">{f.time(decision.at)}</span><br />
                {decision.reason_text}
                {decision.delivery && <span className="soft"> {term('delivery', decision.delivery.state)} {decision.delivery.answer}</span>}
              </li>
            ))}
          </ol>
        </div>
      )}
    </Loaded>
  )
}
