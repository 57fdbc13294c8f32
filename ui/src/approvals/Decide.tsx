import '@/campaigns/campaigns.css'
import { Button, Textarea } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, part } from '@/api/client'
import { approvalQuery, approvalsQuery } from '@/api/queries'
import type { Approval, ApprovalDetail } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { Section } from '@/parts/Page'
import { ApprovalStateWord } from '@/parts/State'
import { JsonBlock } from '@/parts/Value'
import { shownName, useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { Diff } from './Diff'
import { Snapshot } from './Snapshot'

/** Exactly what is asked, what changed since the last yes, and the decision. */
export function Decide({ id, currentHash }: { id: string; currentHash?: string }) {
  const query = useQuery(approvalQuery(id))
  return <Loaded query={query} lines={10}>{(approval) => <Asked approval={approval} currentHash={currentHash} />}</Loaded>
}

function Asked({ approval, currentHash }: { approval: ApprovalDetail; currentHash?: string }) {
  const { t, f, language } = useWords()
  const a = t.campaigns.approval
  const { data: all } = useQuery(approvalsQuery('all'))
  const before = all
    ?.filter((one) => one.object_id === approval.object_id && one.id !== approval.id && one.state === 'approved' && one.requested_at < approval.requested_at)
    .toSorted((x, y) => y.requested_at.localeCompare(x.requested_at))[0]
  const previous = useQuery({ ...approvalQuery(before?.id ?? ''), enabled: before !== undefined })
  return (
    <div data-testid="approval" data-state={approval.state}>
      <Section title={a.asked} side={<ApprovalStateWord state={approval.state} />}>
        <p className="soft">{a.requested(shownName(approval.requested_by.name, language), f.time(approval.requested_at))}</p>
        {approval.decided_by && <p>{a.decided(shownName(approval.decided_by.name, language), f.time(approval.decided_at))}{approval.comment && <>: {a.quote(approval.comment)}</>}</p>}
        <Snapshot snapshot={approval.snapshot} />
        <p className="label" style={{ marginTop: 16 }}>{a.hash}</p>
        <p className="hash" data-testid="approval-hash">{approval.hash}</p>
        <p className="soft small">{a.hashWhy}</p>
        {currentHash !== undefined && <p className={`small ${currentHash === approval.hash ? 'good' : 'care'}`}>{currentHash === approval.hash ? a.matches : a.differs}</p>}
      </Section>
      <Section title={a.diff}>
        {before === undefined ? <Diff before={null} after={approval.snapshot} /> : <Loaded query={previous}>{(old) => <Diff before={old.snapshot} after={approval.snapshot} />}</Loaded>}
        <details style={{ marginTop: 12 }}>
          <summary className="link small">{a.snapshot}</summary>
          <JsonBlock value={approval.snapshot} />
        </details>
      </Section>
      {approval.state === 'pending' && <Decision approval={approval} />}
    </div>
  )
}

function Decision({ approval }: { approval: Approval }) {
  const { t } = useWords()
  const a = t.campaigns.approval
  const { mayDecide, user } = useSession()
  const client = useQueryClient()
  const [comment, setComment] = useState('')
  const [busy, setBusy] = useState<'approve' | 'reject' | null>(null)
  const [error, setError] = useState<unknown>(null)
  if (approval.requested_by.id === user?.id) return <p className="note">{a.own}</p>
  if (!mayDecide) return <p className="note">{a.role}</p>

  const decide = async (decision: 'approve' | 'reject') => {
    setBusy(decision)
    setError(null)
    try {
      await api.post<Approval>(`/approvals/${part(approval.id)}/decide`, { decision, hash: approval.hash, comment })
      for (const key of ['approvals', 'campaigns', 'home']) void client.invalidateQueries({ queryKey: [key] })
      await client.invalidateQueries({ queryKey: ['campaign', approval.object_id] })
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(null)
    }
  }
  return (
    <div className="decide stack">
      <Textarea label={a.comment} placeholder={a.commentHint} autosize minRows={2} maw={640} value={comment} onChange={(event) => setComment(event.currentTarget.value)} data-testid="comment" />
      {error !== null && <ErrorNote error={error} />}
      <div className="row">
        <Button loading={busy === 'approve'} disabled={busy !== null} onClick={() => void decide('approve')} data-testid="approve">{a.approve}</Button>
        <Button variant="default" loading={busy === 'reject'} disabled={busy !== null || comment.trim() === ''} onClick={() => void decide('reject')} data-testid="reject">{a.reject}</Button>
      </div>
    </div>
  )
}
