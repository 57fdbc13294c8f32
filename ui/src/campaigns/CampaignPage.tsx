import './campaigns.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { ApiError } from '@/api/client'
import { campaignQuery } from '@/api/queries'
import { ErrorNote } from '@/parts/ErrorNote'
import { Bones, Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { PlayedMark, State } from '@/parts/State'
import { Tabs } from '@/parts/Tabs'
import { useWords } from '@/text'
import { Actions } from './Actions'
import { CampaignEditing, useCampaign } from './editing'
import { Problems } from './Problems'

const parts = {
  plan: lazy(async () => ({ default: (await import('./PlanTab')).PlanTab })),
  audience: lazy(async () => ({ default: (await import('./AudienceTab')).AudienceTab })),
  content: lazy(async () => ({ default: (await import('@/content/ContentTab')).ContentTab })),
  journey: lazy(async () => ({ default: (await import('@/journeys/JourneyTab')).JourneyTab })),
  approval: lazy(async () => ({ default: (await import('./ApprovalTab')).ApprovalTab })),
  results: lazy(async () => ({ default: (await import('@/results/CampaignResults')).CampaignResultsTab })),
  history: lazy(async () => ({ default: (await import('./HistoryTab')).HistoryTab })),
}
type TabKey = keyof typeof parts
const keys = Object.keys(parts) as TabKey[]

/** One campaign holds everything about one undertaking; each tab is one of its real parts. */
export function CampaignPage() {
  const { id = '', tab } = useParams({ strict: false })
  const { t } = useWords()
  const query = useQuery(campaignQuery(id))
  if (!query.data) return <Page title={t.campaigns.title}><Loaded query={query}>{() => null}</Loaded></Page>
  const here = keys.find((key) => key === tab) ?? 'plan'
  return (
    <CampaignEditing key={id} view={query.data}>
      <Inside here={here} />
    </CampaignEditing>
  )
}

function Inside({ here }: { here: TabKey }) {
  const { t, f } = useWords()
  const { view, document: campaign } = useCampaign()
  const Part = parts[here]
  const to = `/campaigns/${view.document.id}`
  const dates = campaign.starts_on ? `${f.day(campaign.starts_on)} – ${f.day(campaign.ends_on)}` : null
  return (
    <Page
      title={campaign.name}
      beside={<span className="row"><State state={view.state} /><PlayedMark played={campaign.played} /></span>}
      lead={[campaign.audience?.name, dates].filter(Boolean).join(' · ')}
      actions={<Actions />}
      testid="campaign"
    >
      <Tabs label={t.campaigns.title} here={here} tabs={keys.map((key) => ({ key, title: t.campaigns.tabs[key], to: key === 'plan' ? to : `${to}/${key}` }))} />
      {here !== 'results' && here !== 'history' && here !== 'content' && <Problems problems={view.problems} />}
      <Suspense fallback={<Bones lines={8} />}>
        <Part />
      </Suspense>
      <SaveBar />
    </Page>
  )
}

function SaveBar() {
  const { t } = useWords()
  const { dirty, save, saving, discard, error } = useCampaign()
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    const keys = (event: KeyboardEvent) => {
      if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      void save()
    }
    window.addEventListener('beforeunload', warn)
    window.addEventListener('keydown', keys)
    return () => {
      window.removeEventListener('beforeunload', warn)
      window.removeEventListener('keydown', keys)
    }
  }, [dirty, save])
  if (!dirty) return null
  const stale = error instanceof ApiError && error.status === 409
  return (
    <div className="save-bar" role="region" aria-label={t.common.unsaved}>
      {stale ? <p className="grow"><span className="strong">{t.errors.stale}</span> {t.errors.staleNext}</p> : <p className="grow soft" role="status">{t.campaigns.save.bar}</p>}
      {error !== null && !stale && <ErrorNote error={error} />}
      <Button variant="subtle" color="gray" onClick={discard} data-testid="discard">{stale ? t.errors.loadNewer : t.common.discard}</Button>
      {!stale && <Button loading={saving} onClick={() => void save()} data-testid="save">{t.campaigns.save.save}</Button>}
    </div>
  )
}
