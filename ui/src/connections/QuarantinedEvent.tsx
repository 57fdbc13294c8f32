import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/api/client'
import { quarantinedQuery } from '@/api/queries'
import type { QuarantinedEvent as Quarantined } from '@/api/types'
import { CodeArea } from '@/content/CodeArea'
import '@/content/content.css'
import { Confirm } from '@/parts/Confirm'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { useSourceName } from './useSourceName'

/** One event that waits: why, what came, and the place to put it right. */
export function QuarantinedEvent({ offset }: { offset: number }) {
  const [sent, setSent] = useState(false)
  const query = useQuery(quarantinedQuery(offset, sent))
  const client = useQueryClient()
  const state = query.data?.line.state
  const arrived = sent && state !== undefined && state !== 'open'
  useEffect(() => {
    if (!arrived) return
    setSent(false)
    void client.invalidateQueries({ queryKey: ['quarantine'] })
    void client.invalidateQueries({ queryKey: ['home'] })
  }, [arrived, client])
  return <Loaded query={query} lines={6}>{(found) => <Opened found={found} sent={sent} onSent={() => setSent(true)} />}</Loaded>
}

interface OpenedProps {
  found: Quarantined
  sent: boolean
  onSent: () => void
}

function Opened({ found, sent, onSent }: OpenedProps) {
  const { t, f } = useWords()
  const { mayEdit } = useSession()
  const q = t.quarantine
  const sourceName = useSourceName()
  const { line } = found
  return (
    <div className="stack" data-testid="quarantined" data-state={line.state}>
      <p className="soft small">{sourceName(line.source)} · {f.time(line.received_at)} · {line.log_offset}</p>
      <h3>{q.why}</h3>
      <div>
        <p className="strong">{line.reason_text}</p>
        {line.detail && <p className="small">{q.property(line.detail)}</p>}
        <p>{line.next_action}</p>
      </div>
      {line.state === 'mended' && <p className="note good" role="status">{q.mendedAs(line.mended_as ?? '')}</p>}
      {line.state === 'dismissed' && <p className="note" role="status">{q.dismissedFor(line.note ?? '')}</p>}
      {sent && <p className="note" role="status">{q.onItsWay}</p>}
      {line.state !== 'mended' && (found.mendable ? <Mend found={found} busy={sent} onSent={onSent} /> : <p className="soft">{mayEdit && line.reason === 'unreadable_line' ? q.onlyDismiss : q.noRight}</p>)}
      {line.state === 'open' && mayEdit && <Dismiss offset={line.log_offset} busy={sent} onSent={onSent} />}
      <h3>{q.came}</h3>
      <pre className="note">{pretty(line.raw)}</pre>
    </div>
  )
}

function Mend({ found, busy, onSent }: { found: Quarantined; busy: boolean; onSent: () => void }) {
  const { t, language } = useWords()
  const q = t.quarantine
  const [text, setText] = useState(() => pretty(found.draft ?? found.line.raw))
  const [wrong, setWrong] = useState('')
  const mend = useMutation({
    mutationFn: (event: unknown) => api.post(`/quarantine/${found.line.log_offset}/mend`, { event }),
    onSuccess: onSent,
  })
  const send = () => {
    mend.reset()
    try {
      const event: unknown = JSON.parse(text)
      const isObject = typeof event === 'object' && event !== null && !Array.isArray(event)
      setWrong(isObject ? '' : q.noObject)
      if (isObject) mend.mutate(event)
    } catch (error) {
      setWrong(q.noJson(error instanceof Error ? error.message : String(error)))
    }
  }
  return (
    <div className="stack">
      <div>
        <h3 id="corrected">{q.corrected}</h3>
        <p className="soft small">{found.line.reason === 'unreadable_body' ? q.correctedWhole : q.correctedHint}</p>
      </div>
      <CodeArea value={text} onChange={(next) => { setText(next); setWrong(''); mend.reset() }} flagged={new Set()} readOnly={busy} lang={language} labelledBy="corrected" />
      {wrong && <p className="note bad" role="alert" data-testid="no-json">{wrong}</p>}
      {mend.error && <ErrorNote error={mend.error} />}
      <div><Button onClick={send} loading={mend.isPending} disabled={busy} data-testid="mend">{q.send}</Button></div>
    </div>
  )
}

function Dismiss({ offset, busy, onSent }: { offset: number; busy: boolean; onSent: () => void }) {
  const { t } = useWords()
  const q = t.quarantine
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const dismiss = async () => {
    await api.post(`/quarantine/${offset}/dismiss`, { reason })
    onSent()
  }
  return (
    <div>
      <Button variant="subtle" color="gray" size="xs" onClick={() => setAsking(true)} disabled={busy} data-testid="dismiss">{q.dismiss}</Button>
      <Confirm open={asking} onClose={() => setAsking(false)} title={q.dismissTitle} action={q.dismiss} onAction={dismiss} ready={reason.trim().length > 0}>
        <p>{q.dismissBody}</p>
        <TextInput label={q.dismissWhy} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={400} data-autofocus data-testid="dismiss-why" />
      </Confirm>
    </div>
  )
}

function pretty(text: string) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
