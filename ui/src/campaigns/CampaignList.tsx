import { Button, FileButton, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '@/api/client'
import { campaignsQuery } from '@/api/queries'
import type { CampaignState, CampaignSummary, CampaignView } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { Empty } from '@/parts/Empty'
import { ErrorNote } from '@/parts/ErrorNote'
import { Icon } from '@/parts/Icon'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { PlayedMark, State } from '@/parts/State'
import { Table, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'

const states: CampaignState[] = ['draft', 'in_review', 'approved', 'scheduled', 'live', 'finished']

export function CampaignList() {
  const { t, f } = useWords()
  const { mayEdit, now } = useSession()
  const [search, setSearch] = useState('')
  const [state, setState] = useState('')
  const [late] = useDebouncedValue(search, 200)
  const query = useQuery(campaignsQuery({ search: late || undefined, state: state || undefined }))
  const c = t.campaigns.columns
  const columns: Column<CampaignSummary>[] = [
    { key: 'name', title: c.name, sort: (row) => row.name, cell: (row) => row.name },
    { key: 'state', title: c.state, sort: (row) => states.indexOf(row.state), cell: (row) => <span className="row"><State state={row.state} /><PlayedMark played={row.played} /></span> },
    { key: 'audience', title: c.audience, cell: (row) => <>{row.audience_name} {row.audience_size !== null && <span className="soft nowrap">{t.common.noun.people(row.audience_size)}</span>}</> },
    { key: 'dates', title: c.dates, sort: (row) => row.starts_on ?? '', cell: (row) => (row.starts_on ? <span className="nowrap">{f.day(row.starts_on)} – {f.day(row.ends_on)}</span> : '') },
    { key: 'progress', title: c.progress, num: true, sort: (row) => row.live?.sends ?? -1, cell: (row) => (row.live ? `${f.number(row.live.in_journey)} ${t.home.inJourney} · ${f.number(row.live.sends)} ${t.home.sends}` : '') },
    { key: 'updated', title: c.updated, num: true, sort: (row) => row.updated_at, cell: (row) => <span className="soft">{f.ago(row.updated_at, now)}</span> },
  ]
  return (
    <Page title={t.campaigns.title} actions={mayEdit && <Create />} testid="campaigns">
      <div className="filters">
        <TextInput className="search-field" aria-label={t.campaigns.search} placeholder={t.campaigns.search} leftSection={<Icon name="search" />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        <Pick label={t.common.state} bare value={state} onChange={setState} options={[{ value: '', label: t.common.all }, ...states.map((one) => ({ value: one, label: t.states[one] }))]} testid="campaign-state" />
      </div>
      <Loaded query={query}>
        {(rows) => {
          if (rows.length > 0) return <Table columns={columns} rows={rows} id={(row) => row.id} link={(row) => `/campaigns/${row.id}`} caption={t.campaigns.title} testid="campaign-table" />
          if (search || state) return <p className="soft">{t.campaigns.noMatch}</p>
          return <Empty picture="flow" action={<Link to="/ideas">{t.campaigns.emptyAction}</Link>}>{t.campaigns.empty}</Empty>
        }}
      </Loaded>
    </Page>
  )
}

function Create() {
  const { t } = useWords()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [name, setName] = useState('')
  const [error, setError] = useState<unknown>(null)

  const open = (view: CampaignView) => {
    void client.invalidateQueries({ queryKey: ['campaigns'] })
    void navigate({ to: `/campaigns/${view.document.id}` })
  }
  const take = async (file: File | null) => {
    if (!file) return
    setError(null)
    try {
      let document: unknown
      try {
        document = JSON.parse(await file.text())
      } catch {
        throw new Error(t.campaigns.importFailed)
      }
      open(await api.post<CampaignView>('/campaigns/import', document))
    } catch (cause) {
      setError(cause)
    }
  }
  return (
    <>
      {error !== null && <ErrorNote error={error} />}
      <FileButton accept="application/json" onChange={(file) => void take(file)}>
        {(props) => <Button variant="default" {...props}>{t.campaigns.import}</Button>}
      </FileButton>
      <Button onClick={() => setAsking(true)} data-testid="new-campaign">{t.campaigns.create}</Button>
      <Confirm open={asking} onClose={() => setAsking(false)} title={t.campaigns.create} action={t.campaigns.createConfirm} ready={name.trim() !== ''} onAction={async () => open(await api.post<CampaignView>('/campaigns', { name: name.trim() }))}>
        <TextInput data-autofocus label={t.campaigns.namePrompt} value={name} onChange={(event) => setName(event.currentTarget.value)} data-testid="campaign-name" />
      </Confirm>
    </>
  )
}
