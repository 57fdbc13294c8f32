import './ideas.css'
import { Button, SegmentedControl } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '@/api/client'
import { ideasQuery } from '@/api/queries'
import type { Idea } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { IdeaItem } from './IdeaItem'

export function Ideas() {
  const { t } = useWords()
  const { id } = useParams({ strict: false })
  const { mayEdit } = useSession()
  const client = useQueryClient()
  const [state, setState] = useState<'open' | 'all'>(id ? 'all' : 'open')
  const query = useQuery(ideasQuery(state))
  const refresh = useMutation({
    mutationFn: () => api.post<Idea[]>('/ideas/refresh'),
    onSuccess: () => client.invalidateQueries({ queryKey: ['ideas'] }),
  })
  const look = mayEdit && <Button variant="default" loading={refresh.isPending} onClick={() => refresh.mutate()} data-testid="refresh-ideas">{t.ideas.refresh}</Button>
  return (
    <Page title={t.ideas.title} lead={t.ideas.lead} actions={look} testid="ideas">
      <div className="filters">
        <SegmentedControl aria-label={t.common.state} value={state} onChange={(value) => setState(value as 'open' | 'all')} data={[{ value: 'open', label: t.ideas.open }, { value: 'all', label: t.ideas.all }]} />
      </div>
      {refresh.isError && <ErrorNote error={refresh.error} />}
      <Loaded query={query}>
        {(ideas) => {
          const shown = id ? ideas.filter((idea) => idea.id === id) : ideas
          return shown.length === 0 ? <Empty picture="idea" action={look}>{t.ideas.empty}</Empty> : shown.map((idea) => <IdeaItem key={idea.id} idea={idea} open={shown.length === 1} />)
        }}
      </Loaded>
    </Page>
  )
}
