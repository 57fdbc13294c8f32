import './results.css'
import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { kpisQuery, resultsQuery } from '@/api/queries'
import type { Kpi, Results } from '@/api/types'
import { Bars } from '@/charts/Bars'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Page, Section } from '@/parts/Page'
import { PlayedMark } from '@/parts/State'
import { Table, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { KpiNumber, kpiName } from './KpiNumber'
import { SeriesChart } from './SeriesChart'

const route = getRouteApi('/results')
const ranges = { d30: 30, d90: 90, d365: 365 } as const
type Range = keyof typeof ranges | 'all'

/** The period in whole days of the hub's clock, so that the answer can be kept for a while. */
function period(range: Range, now: Date): { from?: string; to?: string } {
  if (range === 'all') return {}
  const day = (back: number) => new Date(now.getTime() - back * 86_400_000).toISOString().slice(0, 10)
  return { from: day(ranges[range]), to: day(-1) }
}

export function Board() {
  const { t } = useWords()
  const { now } = useSession()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const range = (search.range ?? 'all') as Range
  const query = useQuery(resultsQuery(period(range, now)))
  const choose = (next: string) => void navigate({ search: (old) => ({ ...old, range: next }), replace: true })
  const control = <SegmentedControl size="xs" aria-label={t.results.range} value={range} onChange={choose} data={(['d30', 'd90', 'd365', 'all'] as const).map((one) => ({ value: one, label: t.results.ranges[one] }))} />
  return (
    <Page title={t.results.title} lead={t.results.lead} actions={control} testid="board">
      <Loaded query={query} lines={12}>
        {(results) => (results.kpis.length === 0 ? <Empty picture="chart">{t.results.empty}</Empty> : <Inside results={results} kpi={search.kpi} onKpi={(kpi) => void navigate({ search: (old) => ({ ...old, kpi }), replace: true })} />)}
      </Loaded>
    </Page>
  )
}

function Inside({ results, kpi, onKpi }: { results: Results; kpi: string | undefined; onKpi: (kpi: string) => void }) {
  const { t, language } = useWords()
  const { data: kpis } = useQuery(kpisQuery)
  const here = results.series.find((one) => one.kpi === kpi)?.kpi ?? results.series.findLast((one) => one.points.length > 0)?.kpi
  const series = results.series.find((one) => one.kpi === here)
  const definition = kpis?.find((one) => one.id === here)
  return (
    <>
      <div className="kpis">
        {results.kpis.map((one) => <KpiNumber key={one.kpi} kpi={one} chosen={one.kpi === here} onChoose={() => onKpi(one.kpi)} />)}
      </div>
      {series && series.points.length > 1 && (
        <Section title={`${kpiName(definition, language, series.kpi)} · ${t.results.series}`}>
          <SeriesChart series={series} kpi={definition} />
        </Section>
      )}
      <Section title={t.results.campaigns}><CampaignTable results={results} kpis={kpis ?? []} /></Section>
      {results.channels.length > 1 && (
        <Section title={t.results.channels}>
          <Channels results={results} kpi={here} definition={definition} />
        </Section>
      )}
    </>
  )
}

function Channels({ results, kpi, definition }: { results: Results; kpi: string | undefined; definition: Kpi | undefined }) {
  const { t, f } = useWords()
  const term = useTerm()
  const bars = results.channels.map((one) => {
    const value = Number(one.values[kpi ?? ''] ?? 0)
    return { key: one.channel, label: term('channel', one.channel), value, text: f.unit(value, definition?.unit ?? 'count') }
  })
  return <Bars bars={bars} label={t.results.channels} />
}

type CampaignRow = Results['campaigns'][number]

function CampaignTable({ results, kpis }: { results: Results; kpis: Kpi[] }) {
  const { t, f, language } = useWords()
  const columns: Column<CampaignRow>[] = [
    { key: 'name', title: t.campaigns.columns.name, sort: (row) => row.campaign.name, cell: (row) => <span className="row">{row.campaign.name} <PlayedMark played={row.played} /></span> },
    { key: 'dates', title: t.campaigns.columns.dates, sort: (row) => row.campaign.starts_on ?? '', cell: (row) => <span className="soft nowrap">{row.campaign.starts_on ? `${f.day(row.campaign.starts_on)} – ${f.day(row.campaign.ends_on)}` : ''}</span> },
    ...results.kpis.map(({ kpi, unit }): Column<CampaignRow> => ({
      key: kpi,
      title: kpiName(kpis.find((one) => one.id === kpi), language, kpi),
      num: true,
      sort: (row) => Number(row.values[kpi] ?? -1),
      cell: (row) => (row.values[kpi] === undefined || row.values[kpi] === null ? '–' : f.unit(row.values[kpi], unit)),
    })),
  ]
  return <Table columns={columns} rows={results.campaigns} id={(row) => row.campaign.id} link={(row) => `/campaigns/${row.campaign.id}/results`} caption={t.results.campaigns} testid="results-campaigns" />
}
