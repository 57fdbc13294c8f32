import { Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, part } from '@/api/client'
import type { BoardStage, LeadBoardView, LeadCard } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { Pick } from '@/parts/Pick'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'

export type Decision = 'accept' | 'refuse' | 'recycle' | 'move'

/** What happens to the lead, said before it does. */
export function Answer({ decision, card, board, stage, onClose }: { decision: Decision; card: LeadCard; board: LeadBoardView; stage: BoardStage; onClose: () => void }) {
  const { t, f } = useWords()
  const l = t.leads
  const { now } = useSession()
  const client = useQueryClient()
  const place = board.stages.findIndex((one) => one.id === stage.id)
  const next = board.stages[Math.min(place + 1, board.stages.length - 1)]
  const before = board.stages[Math.max(place - 1, 0)]
  const inMonth = new Date(now.getTime() + 30 * 86_400_000).toISOString().slice(0, 10)
  const [reason, setReason] = useState(board.refusals[0]?.id ?? '')
  const [until, setUntil] = useState(inMonth)
  const [target, setTarget] = useState(next?.id ?? '')
  const [note, setNote] = useState('')
  const chosen = board.refusals.find((one) => one.id === reason)
  const name = card.name ?? card.email ?? l.unnamed(String(card.person_id))
  const what = {
    accept: l.willAccept(next?.name ?? ''),
    refuse: chosen?.rest_days ? l.willRefuse(before?.name ?? '', f.number(chosen.rest_days)) : l.willSetAside(before?.name ?? ''),
    recycle: l.willRecycle(before?.name ?? ''),
    move: l.willMove,
  }[decision]
  const act = async () => {
    const body: Record<string, string> = { decision, note }
    if (decision === 'refuse') body.reason = reason
    if (decision === 'recycle') body.until = new Date(`${until}T00:00:00`).toISOString()
    if (decision === 'move') body.stage = target
    await api.post(`/people/${part(String(card.person_id))}/lead/decisions`, body)
    for (const key of ['leads', 'person']) void client.invalidateQueries({ queryKey: [key] })
  }
  return (
    <Confirm open onClose={onClose} title={`${l[decision]}: ${name}`} action={l.does[decision]} onAction={act} ready={decision !== 'recycle' || until > now.toISOString().slice(0, 10)}>
      <p className="reading">{what}</p>
      {decision === 'refuse' && <Pick label={l.reason} value={reason} onChange={setReason} options={board.refusals.map((one) => ({ value: one.id, label: one.name }))} testid="refusal-reason" />}
      {decision === 'recycle' && <TextInput type="date" label={l.until} value={until} onChange={(event) => setUntil(event.currentTarget.value)} data-testid="recycle-until" />}
      {decision === 'move' && <Pick label={l.stage} value={target} onChange={setTarget} options={board.stages.map((one) => ({ value: one.id, label: one.name }))} testid="move-stage" />}
      <Textarea label={l.note} value={note} onChange={(event) => setNote(event.currentTarget.value)} autosize minRows={2} data-testid="lead-note" />
    </Confirm>
  )
}
