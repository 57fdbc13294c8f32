import './matching.css'
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api } from '@/api/client'
import { matchingQuery, taskQuery } from '@/api/queries'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { Tabs } from '@/parts/Tabs'
import { TaskProgress } from '@/parts/TaskProgress'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { Proposals } from './Proposals'
import { MatchingSettings } from './MatchingSettings'
import { share } from './say'

/** People who may be one: pairs to decide about, how they are found, and how good that is. */
export function Duplicates() {
  const { t, f } = useWords()
  const m = t.matching
  const { tab = 'proposals' } = useParams({ strict: false })
  const { mayEdit } = useSession()
  const client = useQueryClient()
  const query = useQuery(matchingQuery)
  const [started, setStarted] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const task = started ?? query.data?.task_id ?? null
  const { data: running } = useQuery(taskQuery(task))
  const over = running !== undefined && running.state !== 'running'
  useEffect(() => {
    if (over) for (const key of ['matching', 'home', 'people']) void client.invalidateQueries({ queryKey: [key] })
  }, [over, client])

  const start = async (what: 'runs' | 'measurements') => {
    setError(null)
    try {
      setStarted((await api.post<{ task_id: string }>(`/matching/${what}`)).task_id)
    } catch (cause) {
      setError(cause)
    }
  }
  const failed = running?.state === 'failed' ? (running.error as { message: string; next_action: string } | null) : null
  const busy = running?.state === 'running'
  const last = query.data?.runs[0]
  const run = mayEdit && <Button onClick={() => void start('runs')} disabled={busy} data-testid="compare">{m.run}</Button>
  const lead = (
    <>
      <p className="reading">{query.data?.settings.policy === 'merge' ? m.leadMerge(share(query.data.settings.upper)) : m.lead}</p>
      {query.data && <p className="small">{last ? m.lastRun(f.time(last.finished_at)) : m.neverRun}</p>}
    </>
  )
  return (
    <Page title={m.title} lead={lead} actions={(last || tab === 'settings') && run} testid="duplicates">
      <div aria-live="polite" className="stack">
        {busy && <TaskProgress task={running} title={running.kind === 'matching' ? m.running : m.measuring} />}
        {failed && <p className="note care" role="alert" data-testid="task-error">{failed.message} {failed.next_action}</p>}
        {error !== null && <ErrorNote error={error} />}
      </div>
      <Tabs label={m.title} here={tab} tabs={[{ key: 'proposals', title: m.tabs.proposals, to: '/duplicates' }, { key: 'settings', title: m.tabs.settings, to: '/duplicates/settings' }]} />
      <Loaded query={query}>
        {(view) => (tab === 'settings' ? <MatchingSettings view={view} busy={busy} onMeasure={() => void start('measurements')} /> : <Proposals view={view} run={run} />)}
      </Loaded>
    </Page>
  )
}
