import './results.css'
import { useQuery } from '@tanstack/react-query'
import { campaignResultsQuery, kpisQuery } from '@/api/queries'
import type { CampaignResults } from '@/api/types'
import { useCampaign } from '@/campaigns/editing'
import { Bars } from '@/charts/Bars'
import { Loaded } from '@/parts/Loaded'
import { Section } from '@/parts/Page'
import { PlayedMark } from '@/parts/State'
import { useWords } from '@/text'
import { ownHalf } from '@/text/terms'
import { KpiNumber, kpiName } from './KpiNumber'
import { LiftSection } from './LiftSection'
import { SeriesChart } from './SeriesChart'

export function CampaignResultsTab() {
  const { t } = useWords()
  const { view } = useCampaign()
  const query = useQuery(campaignResultsQuery(view.document.id))
  return (
    <Loaded query={query} lines={12}>
      {(results) => (results.values.length === 0 && results.lifts.length === 0 ? <p className="soft reading">{t.results.reached}</p> : <Inside results={results} />)}
    </Loaded>
  )
}

function Inside({ results }: { results: CampaignResults }) {
  const { t, f, language } = useWords()
  const { data: kpis } = useQuery(kpisQuery)
  const definition = (id: string) => kpis?.find((one) => one.id === id)
  const series = results.series.filter((one) => one.points.length > 1)
  const shown = series.find((one) => one.kpi === 'conversions') ?? series[0]
  const counted = results.values.filter((one) => one.unit !== 'money')
  return (
    <div data-testid="campaign-results">
      {results.played && <p className="note" style={{ marginBottom: 16 }}><PlayedMark played /> {t.common.playedWhy}</p>}
      <div className="kpis">{results.values.map((one) => <KpiNumber key={one.kpi} kpi={one} />)}</div>
      <LiftSection results={results} />
      <div className="halves section">
        <Section title={t.results.targets}>
          {results.goal_text && <p className="soft" style={{ marginBottom: 8 }}>{t.results.goal}: {ownHalf(results.goal_text, language)}</p>}
          {results.targets.length === 0 && <p className="soft">{t.campaigns.plan.noTargets}</p>}
          {results.targets.map((target) => {
            const unit = definition(target.kpi)?.unit ?? 'count'
            return (
              <div key={target.kpi} className="target">
                <span>{kpiName(definition(target.kpi), language, target.kpi)}{target.by && <><br /><span className="soft small nowrap">{t.results.by(f.day(target.by))}</span></>}</span>
                <span className="track" aria-hidden="true"><span style={{ width: `${Math.min(100, (target.share ?? 0) * 100)}%` }} /></span>
                <span className="right">{t.results.targetOf(f.unit(target.value, unit), f.unit(target.target, unit))}</span>
              </div>
            )
          })}
        </Section>
        <Section title={t.results.funnel}>
          <Bars label={t.results.funnel} bars={counted.map((one) => ({ key: one.kpi, label: kpiName(definition(one.kpi), language, one.kpi), value: Number(one.value), text: f.number(one.value) }))} />
        </Section>
      </div>
      {shown && (
        <Section title={`${kpiName(definition(shown.kpi), language, shown.kpi)} · ${t.results.series}`}>
          <SeriesChart series={shown} kpi={definition(shown.kpi)} />
        </Section>
      )}
    </div>
  )
}
