import './plan.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { planQuery } from '@/api/queries'
import type { Plan } from '@/api/types'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { Tabs } from '@/parts/Tabs'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { Anomalies } from './Anomalies'
import { PlanEditor } from './PlanEditor'
import { PlanVersions } from './PlanVersions'
import { Violations } from './Violations'

const parts = ['differences', 'changes', 'plan', 'versions'] as const

/** What is expected to arrive, and what differs from it. */
export function TrackingPlan() {
  const { t } = useWords()
  const { tab = 'differences' } = useParams({ strict: false })
  const query = useQuery(planQuery)
  const [draft, setDraft] = useState<string | null>(null)
  const tabs = parts.map((key) => ({ key, title: t.plan.tabs[key], to: key === 'differences' ? '/connections/plan' : `/connections/plan/${key}` }))
  return (
    <Page title={t.plan.title} lead={t.plan.lead} beside={query.data && <Standing plan={query.data} />} testid="plan">
      <Tabs tabs={tabs} here={tab} label={t.plan.title} />
      <Loaded query={query}>
        {(plan) =>
          tab === 'plan' ? <PlanEditor key={plan.version} plan={plan} draft={draft} onDraft={setDraft} />
          : tab === 'changes' ? <Anomalies />
          : tab === 'versions' ? <PlanVersions current={plan} onLoad={setDraft} />
          : <Violations plan={plan} begin={<Begin />} />
        }
      </Loaded>
    </Page>
  )
}

function Standing({ plan }: { plan: Plan }) {
  const { t } = useWords()
  if (plan.version === 0) return <span className="soft">{t.plan.none}</span>
  return <span className={plan.enforced ? 'good' : 'care'} data-testid="plan-standing">{plan.enforced ? t.plan.inForce(plan.version) : t.plan.off(plan.version)}</span>
}

function Begin() {
  const { t } = useWords()
  const { mayEdit } = useSession()
  if (!mayEdit) return null
  return <Button component={Link} to="/connections/plan/plan" data-testid="begin-plan">{t.plan.begin}</Button>
}
