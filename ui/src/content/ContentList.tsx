import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { campaignsQuery } from '@/api/queries'
import type { CampaignSummary } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { State } from '@/parts/State'
import { Table, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'

/** Content belongs to campaigns; this is the way in for those who write. */
export function ContentList() {
  const { t, f } = useWords()
  const { now } = useSession()
  const query = useQuery(campaignsQuery())
  const c = t.campaigns.columns
  const columns: Column<CampaignSummary>[] = [
    { key: 'name', title: c.name, sort: (row) => row.name, cell: (row) => row.name },
    { key: 'state', title: c.state, cell: (row) => <State state={row.state} /> },
    { key: 'audience', title: c.audience, cell: (row) => row.audience_name ?? '' },
    { key: 'updated', title: c.updated, num: true, sort: (row) => row.updated_at, cell: (row) => <span className="soft">{f.ago(row.updated_at, now)}</span> },
  ]
  return (
    <Page title={t.content.title} testid="content-list">
      <Loaded query={query}>
        {(all) => {
          const rows = all.filter((one) => one.origin !== 'import')
          if (rows.length === 0) return <Empty picture="mail" action={<Link to="/campaigns">{t.campaigns.title}</Link>}>{t.content.empty}</Empty>
          return <Table columns={columns} rows={rows} id={(row) => row.id} link={(row) => `/campaigns/${row.id}/content`} caption={t.content.title} />
        }}
      </Loaded>
    </Page>
  )
}
