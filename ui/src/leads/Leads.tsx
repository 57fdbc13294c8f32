import './leads.css'
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '@/api/client'
import { leadModelQuery } from '@/api/queries'
import type { LeadModelView } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { Tabs } from '@/parts/Tabs'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { Board } from './Board'
import { Funnel } from './Funnel'
import { Model } from './Model'

/** Who is worth a salesperson's time: by stage, as a funnel, and by which rules. */
export function Leads() {
  const { t } = useWords()
  const { tab = 'board' } = useParams({ strict: false })
  const query = useQuery(leadModelQuery)
  const tabs = [
    { key: 'board', title: t.leads.board, to: '/leads' },
    { key: 'funnel', title: t.leads.funnel, to: '/leads/funnel' },
    { key: 'model', title: t.leads.model, to: '/leads/model' },
  ]
  return (
    <Page title={t.leads.title} lead={t.leads.lead} testid="leads">
      <Tabs tabs={tabs} here={tab} label={t.leads.title} />
      <Loaded query={query}>
        {(view) => (view.version === null && tab !== 'model' ? <Start view={view} /> : tab === 'funnel' ? <Funnel /> : tab === 'model' ? <Model view={view} /> : <Board />)}
      </Loaded>
    </Page>
  )
}

/** Nothing is scored yet: what it would be, and one button. */
export function Start({ view }: { view: LeadModelView }) {
  const { t } = useWords()
  const { mayEdit } = useSession()
  const client = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const begin = async () => {
    setBusy(true)
    setError(null)
    try {
      await api.put('/leads/model', { model: view.model })
      await client.invalidateQueries({ queryKey: ['leads'] })
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="stack">
      <Empty picture="flow" action={mayEdit && <Button onClick={() => void begin()} loading={busy} data-testid="begin">{t.leads.begin}</Button>}>{t.leads.empty}</Empty>
      {error !== null && <ErrorNote error={error} />}
    </div>
  )
}
