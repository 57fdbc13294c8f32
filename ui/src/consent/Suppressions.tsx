import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { suppressionsQuery } from '@/api/queries'
import type { Suppressed } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { Empty } from '@/parts/Empty'
import { Icon } from '@/parts/Icon'
import { Page } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { EndlessTable, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

const reasons = ['asked', 'complaint', 'legal', 'wrong_address', 'other'] as const

/** Who gets nothing more, over all channels: stop somebody at once, and lift it with a reason. */
export function Suppressions() {
  const { t, f } = useWords()
  const { mayEdit } = useSession()
  const term = useTerm()
  const s = t.consent.suppressed
  const client = useQueryClient()
  const [search, setSearch] = useState('')
  const [late] = useDebouncedValue(search, 200)
  const query = useInfiniteQuery(suppressionsQuery(late || undefined))
  const [stopping, setStopping] = useState(false)
  const [identifier, setIdentifier] = useState('')
  const [reason, setReason] = useState<(typeof reasons)[number]>('asked')
  const [note, setNote] = useState('')
  const [lifting, setLifting] = useState<Suppressed | null>(null)
  const [why, setWhy] = useState('')
  const renew = () => client.invalidateQueries({ queryKey: ['suppressions'] })
  const words: Record<string, string> = s.reasons

  const stop = async () => {
    await api.post('/suppressions', { identifier, reason, note })
    setIdentifier('')
    setNote('')
    await renew()
  }
  const lift = async () => {
    if (lifting) await api.post('/suppressions/lift', { identifier: lifting.identifier, channel: lifting.channel, why })
    setWhy('')
    await renew()
  }
  const columns: Column<Suppressed>[] = [
    { key: 'identifier', title: s.identifier, cell: (row) => row.identifier },
    { key: 'channel', title: s.channel, cell: (row) => (row.channel === '*' ? s.everywhere : term('channel', row.channel)) },
    { key: 'reason', title: s.reason, cell: (row) => <span title={row.note || undefined}>{words[row.reason] ?? row.reason}{row.note && <span className="soft small"> {row.note}</span>}</span> },
    { key: 'since', title: s.since, num: true, cell: (row) => <span className="soft">{f.time(row.since)}</span> },
    ...(mayEdit
      ? [{ key: 'lift', title: '', cell: (row: Suppressed) => row.liftable ? <Button variant="subtle" size="xs" onClick={() => setLifting(row)} data-testid="lift">{s.lift}</Button> : <span className="soft small">{s.own}</span> }]
      : []),
  ]
  const add = mayEdit && <Button onClick={() => setStopping(true)} data-testid="stop-somebody">{s.stop}</Button>
  return (
    <Page title={s.title} lead={s.lead} actions={add} testid="suppressions">
      <div className="filters">
        <TextInput className="search-field" aria-label={s.search} placeholder={s.search} leftSection={<Icon name="search" />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
      </div>
      <EndlessTable columns={columns} query={query} id={(row) => `${row.channel} ${row.identifier}`} caption={s.title} empty={<Empty picture="people">{s.none}</Empty>} testid="suppressions-table" />
      <Confirm open={stopping} onClose={() => setStopping(false)} title={s.stopTitle} action={s.stopAction} onAction={stop} danger ready={identifier.trim().length > 2}>
        <p>{s.stopBody}</p>
        <TextInput label={s.identifier} description={s.identifierHint} value={identifier} onChange={(event) => setIdentifier(event.currentTarget.value)} data-testid="stop-identifier" />
        <Pick label={s.reason} value={reason} onChange={(next) => setReason(next as typeof reason)} options={reasons.map((value) => ({ value, label: s.reasons[value] }))} />
        <TextInput label={s.note} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      </Confirm>
      <Confirm open={lifting !== null} onClose={() => setLifting(null)} title={s.liftTitle} action={s.liftAction} onAction={lift} ready={why.trim().length > 0}>
        <p>{s.liftBody(lifting?.identifier ?? '')}</p>
        <TextInput label={s.why} value={why} onChange={(event) => setWhy(event.currentTarget.value)} data-testid="lift-why" />
      </Confirm>
    </Page>
  )
}
