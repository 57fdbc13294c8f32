import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, part } from '@/api/client'
import type { CampaignView, Idea } from '@/api/types'
import { Bars } from '@/charts/Bars'
import { Confirm } from '@/parts/Confirm'
import { ErrorNote } from '@/parts/ErrorNote'
import { readable } from '@/parts/Value'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

/** A proposal with its worth and the figures behind it. It acts only when a person says so. */
export function IdeaItem({ idea, open }: { idea: Idea; open: boolean }) {
  const { t, f, language } = useWords()
  const ja = language === 'ja'
  const term = useTerm()
  const { expected } = idea
  return (
    <article className="idea" data-testid="idea" data-state={idea.state}>
      <div className="stack">
        <h2>{ja ? idea.title_ja : idea.title}</h2>
        <p className="reading">{ja ? idea.summary_ja : idea.summary}</p>
        <p className="soft small">{t.ideas.maker(term('maker', idea.maker))} · {f.time(idea.created_at)}</p>
        <Verbs idea={idea} />
      </div>
      <div className="worth">
        <p className="label">{t.ideas.value}</p>
        <p className="big" data-testid="idea-value">{f.money(expected.value, expected.currency, 0)}</p>
        <Worth expected={expected} />
        <p className="small soft">{t.ideas.interval(f.money(expected.low, expected.currency, 0), f.money(expected.high, expected.currency, 0))}</p>
        <p style={{ marginTop: 8 }} className="strong">{t.common.noun.people(expected.people)}</p>
        <p className="small soft">{t.ideas.reachable(f.number(expected.reachable))}</p>
      </div>
      <details open={open}>
        <summary>{t.ideas.evidence}</summary>
        <div className="details">
          <dl className="facts">
            {idea.evidence.map((one) => (
              <div key={one.label} style={{ display: 'contents' }}>
                <dt>{ja ? one.label_ja : one.label}</dt>
                <dd>{typeof one.value === 'number' ? f.short(one.value) : readable(one.value)}</dd>
              </div>
            ))}
          </dl>
          <div>
            {idea.figures.length > 0 && <p className="label" style={{ marginBottom: 8 }}>{idea.kind === 'winback' ? t.ideas.weeksAway : t.ideas.evidence}</p>}
            {idea.figures.length > 0 && <Bars label={t.ideas.evidence} bars={idea.figures.map((one) => ({ key: one.label, label: one.label, value: one.value, text: f.number(one.value) }))} />}
            <p className="small soft" style={{ marginTop: 12 }}>{t.ideas.basis}: {ja ? expected.basis_ja : expected.basis}</p>
          </div>
        </div>
      </details>
    </article>
  )
}

function Worth({ expected }: { expected: Idea['expected'] }) {
  const high = Math.max(Number(expected.high), Number(expected.value)) || 1
  const at = (value: number | string) => `${Math.max(0, Math.min(100, (Number(value) / (high * 1.1)) * 100))}%`
  const width = `${Math.max(1, ((Number(expected.high) - Math.max(0, Number(expected.low))) / (high * 1.1)) * 100)}%`
  return (
    <div className="range" aria-hidden="true">
      <span className="band" style={{ left: at(expected.low), width }} />
      <span className="point" style={{ left: at(expected.value) }} />
    </div>
  )
}

function Verbs({ idea }: { idea: Idea }) {
  const { t } = useWords()
  const { mayEdit } = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const changed = () => {
    for (const key of ['ideas', 'home', 'campaigns']) void client.invalidateQueries({ queryKey: [key] })
  }
  const accept = useMutation({
    mutationFn: () => api.post<CampaignView>(`/ideas/${part(idea.id)}/accept`),
    onSuccess: (view) => {
      changed()
      void navigate({ to: `/campaigns/${view.document.id}` })
    },
  })
  if (idea.state === 'accepted') return <p>{t.ideas.accepted}. {idea.campaign_id && <Link to="/campaigns/$id" params={{ id: idea.campaign_id }}>{t.ideas.openCampaign}</Link>}</p>
  if (idea.state === 'dismissed') return <p className="soft">{t.ideas.dismissed}</p>
  if (!mayEdit) return null
  return (
    <>
      {accept.isError && <ErrorNote error={accept.error} />}
      <div className="row">
        <Button loading={accept.isPending} onClick={() => accept.mutate()} data-testid="accept-idea">{t.ideas.accept}</Button>
        <Button variant="subtle" color="gray" onClick={() => setAsking(true)} data-testid="dismiss-idea">{t.ideas.dismiss}</Button>
      </div>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t.ideas.dismissTitle}
        action={t.ideas.dismissConfirm}
        ready={reason.trim() !== ''}
        onAction={async () => {
          await api.post(`/ideas/${part(idea.id)}/dismiss`, { reason })
          changed()
        }}
      >
        <TextInput data-autofocus label={t.ideas.dismissReason} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      </Confirm>
    </>
  )
}
