import { useQuery } from '@tanstack/react-query'
import { approvalsQuery } from '@/api/queries'
import { Decide } from '@/approvals/Decide'
import { Section } from '@/parts/Page'
import { ApprovalStateWord } from '@/parts/State'
import { shownName } from '@/session/useSession'
import { useWords } from '@/text'
import { useCampaign } from './editing'

export function ApprovalTab() {
  const { t, f, language } = useWords()
  const { view } = useCampaign()
  const { data: all } = useQuery(approvalsQuery('all'))
  const earlier = all?.filter((one) => one.object_id === view.document.id && one.id !== view.approval?.id) ?? []
  if (!view.approval) return <p className="soft reading">{t.campaigns.approval.none}</p>
  return (
    <div className="columns">
      <Decide id={view.approval.id} currentHash={view.hash} />
      <Section title={t.campaigns.approval.previous}>
        {earlier.length === 0 && <p className="soft">{t.common.none}</p>}
        {earlier.map((one) => (
          <div key={one.id} style={{ padding: '8px 0', borderBottom: '1px solid var(--line)' }}>
            <ApprovalStateWord state={one.state} /> <span className="soft small">{f.time(one.decided_at ?? one.requested_at)}</span>
            <p className="small">{shownName((one.decided_by ?? one.requested_by).name, language)}{one.comment && `: ${one.comment}`}</p>
          </div>
        ))}
      </Section>
    </div>
  )
}
