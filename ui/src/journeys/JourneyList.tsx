import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { campaignsQuery } from '@/api/queries'
import type { CampaignSummary } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { PlayedMark, State } from '@/parts/State'
import { Table, type Column } from '@/parts/Table'
import { useWords } from '@/text'
import { UnknownSends } from './UnknownSends'

export function JourneyList() {
  const { t, f } = useWords()
  const query = useQuery(campaignsQuery())
  const c = t.journeys.columns
  const columns: Column<CampaignSummary>[] = [
    { key: 'campaign', title: c.campaign, sort: (row) => row.name, cell: (row) => row.name },
    { key: 'state', title: t.common.state, cell: (row) => <span className="row"><State state={row.state} /><PlayedMark played={row.played} /></span> },
    { key: 'in', title: c.inJourney, num: true, sort: (row) => row.live?.in_journey ?? -1, cell: (row) => (row.live ? f.number(row.live.in_journey) : '–') },
    { key: 'sent', title: c.sent, num: true, sort: (row) => row.live?.sends ?? -1, cell: (row) => (row.live ? f.number(row.live.sends) : '–') },
    { key: 'not', title: c.notSent, num: true, sort: (row) => row.live?.not_sent ?? -1, cell: (row) => (row.live ? f.number(row.live.not_sent) : '–') },
  ]
  return (
    <Page title={t.journeys.title} testid="journeys">
      <UnknownSends />
      <Loaded query={query}>
        {(all) => {
          const rows = all.filter((one) => one.origin !== 'import')
          if (rows.length === 0) return <Empty picture="flow" action={<Link to="/ideas">{t.campaigns.emptyAction}</Link>}>{t.journeys.empty}</Empty>
          return <Table columns={columns} rows={rows} id={(row) => row.id} link={(row) => `/campaigns/${row.id}/journey`} caption={t.journeys.title} />
        }}
      </Loaded>
    </Page>
  )
}
