import './home.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { homeQuery } from '@/api/queries'
import type { CampaignSummary, Home as HomeData, Lift } from '@/api/types'
import { Spark } from '@/charts/LineChart'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { PlayedMark, State } from '@/parts/State'
import { KpiLine } from '@/results/KpiNumber'
import { liftText } from '@/results/lift'
import { shownName, useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { Loop } from './Loop'

/** What needs me, what runs, what did it bring; above it the loop that ties them together. */
export function Home() {
  const { t, language } = useWords()
  const { user } = useSession()
  const query = useQuery(homeQuery)
  return (
    <Page title={user ? t.home.hello(shownName(user.name, language)) : t.home.title} testid="home">
      <Loaded query={query} lines={14}>
        {(home) => (
          <>
            <Loop loop={home.loop} />
            <div className="home-columns">
              <Needs home={home} />
              <Running running={home.running} />
              <Brought home={home} />
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Needs({ home }: { home: HomeData }) {
  const { t } = useWords()
  return (
    <section data-testid="needs-me">
      <div className="section-head"><h2>{t.home.needsMe}</h2></div>
      {home.needs_me.length === 0 && <p className="soft reading">{t.home.nothingNeedsMe}</p>}
      <ul className="needs">
        {home.needs_me.map((need) => (
          <li key={need.kind + need.link}>
            <Link to={need.link} data-testid={`need-${need.kind}`}>
              <span className="what">{t.home.needs[need.kind]?.(need.count) ?? need.title}</span>
              <span aria-hidden="true" className="soft">→</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Running({ running }: { running: CampaignSummary[] }) {
  const { t, f } = useWords()
  return (
    <section data-testid="running">
      <div className="section-head"><h2>{t.home.running}</h2></div>
      {running.length === 0 && (
        <p className="soft reading">
          {t.home.nothingRuns} <Link to="/ideas">{t.home.seeIdeas}</Link>
        </p>
      )}
      <ul className="runs">
        {running.map((campaign) => (
          <li key={campaign.id} className="stack tight">
            <div className="row between">
              <Link to="/campaigns/$id" params={{ id: campaign.id }} className="strong">{campaign.name}</Link>
              <span className="row"><PlayedMark played={campaign.played} /><State state={campaign.state} /></span>
            </div>
            {campaign.live && (
              <p className="soft small">
                {f.number(campaign.live.in_journey)} {t.home.inJourney} · {f.number(campaign.live.sends)} {t.home.sends} · {f.number(campaign.live.not_sent)} {t.home.notSent}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Brought({ home }: { home: HomeData }) {
  const { t } = useWords()
  const { kpis, lift, campaign } = home.brought
  const events = home.days.map((day) => day.events)
  return (
    <section data-testid="brought">
      <div className="section-head"><h2>{t.home.brought}</h2></div>
      {kpis.length === 0 && <p className="soft reading">{t.home.nothingBrought}</p>}
      {campaign && lift && (
        <div className="stack tight" style={{ padding: '10px 0', borderBottom: '1px solid var(--line)' }}>
          <span className="row between">
            <Link to="/campaigns/$id/$tab" params={{ id: campaign.id, tab: 'results' }}>{campaign.name}</Link>
            <PlayedMark played={campaign.played} />
          </span>
          <HomeLift lift={lift} />
        </div>
      )}
      <ul className="kpi-lines">
        {kpis.map((kpi) => <KpiLine key={kpi.kpi} kpi={kpi} />)}
      </ul>
      {events.length > 1 && (
        <div style={{ marginTop: 16 }}>
          <p className="label">{t.home.lastDays}</p>
          <Spark values={events} />
        </div>
      )}
    </section>
  )
}

function HomeLift({ lift }: { lift: Lift }) {
  const words = useWords()
  const text = liftText(lift, words)
  return (
    <p data-testid="home-lift">
      <span className="soft">{text.metric}</span> <span className="strong">{text.difference}</span> <span className="soft">({text.interval})</span>
    </p>
  )
}
