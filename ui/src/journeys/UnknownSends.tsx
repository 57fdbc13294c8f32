import { TextInput } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, part } from '@/api/client'
import { sendsQuery } from '@/api/queries'
import type { Decision } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { Section } from '@/parts/Page'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'

/** Mails whose outcome nobody knows: listed by name, never sent again by themselves. */
export function UnknownSends() {
  const { t, f } = useWords()
  const { mayEdit } = useSession()
  const client = useQueryClient()
  const query = useInfiniteQuery(sendsQuery({ state: 'unknown' }))
  const [asked, setAsked] = useState<{ send: Decision; state: 'accepted' | 'rejected' } | null>(null)
  const [note, setNote] = useState('')
  const sends = query.data?.pages.flatMap((page) => page.items) ?? []
  if (sends.length === 0) return null
  const resolve = async () => {
    if (!asked) return
    await api.post(`/sends/${part(asked.send.send_id)}/resolve`, { state: asked.state, note })
    setNote('')
    for (const key of ['sends', 'home']) void client.invalidateQueries({ queryKey: [key] })
  }
  const u = t.journeys.unknown
  return (
    <Section title={u.title(sends.length)} testid="unknown-sends">
      <p className="soft reading" style={{ marginBottom: 8 }}>{u.why}</p>
      <ul>
        {sends.map((send) => (
          <li key={send.send_id} className="row between" style={{ padding: '8px 0', borderBottom: '1px solid var(--line)' }}>
            <span>{send.address} · <Link to="/campaigns/$id" params={{ id: send.campaign_id }}>{send.campaign}</Link> <span className="soft small">{f.time(send.delivery?.handed_at)}</span></span>
            {mayEdit && (
              <span className="row wide">
                <button type="button" className="link" onClick={() => setAsked({ send, state: 'accepted' })}>{u.arrived}</button>
                <button type="button" className="link" onClick={() => setAsked({ send, state: 'rejected' })}>{u.lost}</button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <Confirm open={asked !== null} onClose={() => setAsked(null)} title={asked?.state === 'accepted' ? u.arrived : u.lost} action={asked?.state === 'accepted' ? u.arrived : u.lost} ready={note.trim() !== ''} onAction={resolve}>
        <p>{asked?.send.address}</p>
        <TextInput label={u.note} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      </Confirm>
    </Section>
  )
}
