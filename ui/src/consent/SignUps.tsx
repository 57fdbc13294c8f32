import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { consentRequestsQuery } from '@/api/queries'
import type { ConsentPurpose, ConsentRequest, SignedUp } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { Table, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'

const states = ['pending', 'expired', 'confirmed'] as const

/** Who signed up with double opt-in and has not confirmed yet; a mail can be sent again within the limits. */
export function SignUps({ names }: { names: ConsentPurpose[] }) {
  const { t, f, language } = useWords()
  const { mayEdit } = useSession()
  const c = t.consent
  const client = useQueryClient()
  const [state, setState] = useState<(typeof states)[number]>('pending')
  const query = useQuery(consentRequestsQuery(state))
  const again = useMutation({
    mutationFn: (row: ConsentRequest) => api.post<SignedUp>(`/consent/requests/${row.id}/mail`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ['consent', 'requests'] }),
  })
  const named = (key: string) => names.find((one) => one.key === key)?.name[language] ?? key
  const columns: Column<ConsentRequest>[] = [
    { key: 'address', title: c.address, cell: (row) => row.address },
    { key: 'purposes', title: c.purposes, cell: (row) => Object.keys(row.asked).map(named).join(' · ') },
    { key: 'asked', title: c.askedAt, num: true, cell: (row) => f.time(row.requested_at) },
    { key: 'until', title: c.until, num: true, cell: (row) => f.day(row.expires_at) },
    { key: 'mails', title: c.mails, num: true, cell: (row) => f.number(row.mails) },
    ...(mayEdit && state !== 'confirmed'
      ? [{ key: 'again', title: '', cell: (row: ConsentRequest) => <Button variant="subtle" size="xs" onClick={() => again.mutate(row)} data-testid="send-again">{c.sendAgain}</Button> }]
      : []),
  ]
  return (
    <Section
      title={c.waiting}
      side={<Pick bare label={c.waiting} value={state} onChange={(next) => setState(next as typeof state)} options={states.map((value) => ({ value, label: c.states[value] }))} />}
      testid="sign-ups"
    >
      <p className="soft">{c.waitingLead}</p>
      {again.error && <ErrorNote error={again.error} />}
      {again.data && <p className="small" role="status">{again.data.mail === 'sent' ? c.mailSent : c.mailWaits}</p>}
      <Loaded query={query} lines={2}>
        {(rows) => (rows.length === 0 ? <p className="soft">{c.waitingEmpty}</p> : <Table columns={columns} rows={rows} id={(row) => row.id} caption={c.waiting} testid="sign-ups-table" />)}
      </Loaded>
    </Section>
  )
}
