import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { approvalQuery } from '@/api/queries'
import { Page } from '@/parts/Page'
import { useWords } from '@/text'
import { Decide } from './Decide'

export function ApprovalPage() {
  const { id = '' } = useParams({ strict: false })
  const { t } = useWords()
  const { data } = useQuery(approvalQuery(id))
  return (
    <Page title={data?.title ?? t.approvals.title} lead={data && <Link to="/campaigns/$id" params={{ id: data.object_id }}>{t.ideas.openCampaign}</Link>} testid="approval-page">
      <div className="reading" style={{ maxWidth: 900 }}><Decide id={id} /></div>
    </Page>
  )
}
