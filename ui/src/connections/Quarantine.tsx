import './quarantine.css'
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { quarantineQuery, quarantineReasonsQuery, sourcesQuery, type QuarantineSearch } from '@/api/queries'
import type { QuarantineFilter, QuarantineReason, QuarantineRow } from '@/api/types'
import { usePanel } from '@/frame/panel'
import { Empty } from '@/parts/Empty'
import { Icon } from '@/parts/Icon'
import { Page } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { EndlessTable, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { DismissAll } from './DismissAll'
import { MendRule } from './MendRule'
import { QuarantinedEvent } from './QuarantinedEvent'
import { useSourceName } from './useSourceName'

const OPEN: QuarantineSearch = { state: 'open' }
const states = ['open', 'mended', 'dismissed'] as const

/** What could not be taken: found, understood, put right, one event or many. */
export function Quarantine() {
  const { t, f } = useWords()
  const q = t.quarantine
  const { mayEdit, seesPersonalData } = useSession()
  const panel = usePanel()
  const sourceName = useSourceName()
  const [search, setSearch] = useState<QuarantineSearch>(OPEN)
  const [late] = useDebouncedValue(search, 250)
  const [many, setMany] = useState<'rule' | 'replay' | null>(null)
  const query = useInfiniteQuery(quarantineQuery(late))
  const change = (part: QuarantineSearch) => setSearch((now) => ({ ...now, ...part }))
  const narrowed = Object.entries(late).some(([name, value]) => name !== 'state' && Boolean(value))
  const words: Record<string, string> = q.states
  const open = (row: QuarantineRow) => panel.show({ title: row.name ?? titleOf(row, q), body: <QuarantinedEvent key={row.log_offset} offset={row.log_offset} /> })
  const columns: Column<QuarantineRow>[] = [
    { key: 'event', title: q.columns.event, width: '24%', cell: (row) => <><button type="button" className="link strong" onClick={() => open(row)}>{row.name ?? titleOf(row, q)}</button><br /><span className="soft small">{sourceName(row.source)}</span></> },
    { key: 'reason', title: q.columns.reason, cell: (row) => <>{row.reason_text}{row.detail && <> <code>{row.detail}</code></>}<span className="quarantine-raw">{row.raw}</span></> },
    ...(late.state ? [] : [{ key: 'state', title: q.columns.state, cell: (row: QuarantineRow) => <span className={row.state === 'open' ? 'care' : row.state === 'mended' ? 'good' : 'soft'}>{words[row.state] ?? row.state}</span> }]),
    { key: 'at', title: q.columns.at, num: true, cell: (row) => <span className="soft">{f.time(row.received_at)}</span> },
  ]
  const { data: reasons = [] } = useQuery(quarantineReasonsQuery(late))
  const all = reasons.reduce((sum, one) => sum + one.lines, 0)
  const client = useQueryClient()
  // The counts are cheap to ask for again; the list, which may be long, follows only when they change.
  useEffect(() => void client.invalidateQueries({ queryKey: ['quarantine', 'list'] }), [all, client])
  const actions = mayEdit && seesPersonalData && !many && all > 0 && (
    <>
      <Button variant="default" onClick={() => setMany('replay')} data-testid="open-replay">{q.rule.replay}</Button>
      <Button onClick={() => setMany('rule')} data-testid="open-rule">{q.rule.open}</Button>
    </>
  )
  const { state: _, ...filter } = late
  return (
    <Page title={q.title} lead={q.lead} actions={actions} testid="quarantine">
      <Filters search={search} onChange={change} />
      {all > 0 && <Reasons reasons={reasons} all={all} chosen={late.reason} onChange={(reason) => change({ reason })} />}
      {mayEdit && late.state === 'open' && <div style={{ marginBottom: 12 }}><DismissAll filter={filter as QuarantineFilter} count={reasons.reduce((sum, one) => sum + (late.reason && one.reason !== late.reason ? 0 : one.lines), 0)} /></div>}
      {many && <div style={{ marginBottom: 24 }}><MendRule key={many} filter={filter as QuarantineFilter} replay={many === 'replay'} onClose={() => setMany(null)} /></div>}
      <EndlessTable columns={columns} query={query} id={(row) => String(row.log_offset)} caption={q.title} empty={narrowed || late.state !== 'open' ? <p className="soft">{q.nothingLike}</p> : <Empty picture="list">{q.empty}</Empty>} testid="quarantine-table" />
    </Page>
  )
}

function titleOf(row: QuarantineRow, q: { whole: string; nameless: string }) {
  return row.reason === 'unreadable_body' ? q.whole : q.nameless
}

function Filters({ search, onChange }: { search: QuarantineSearch; onChange: (part: QuarantineSearch) => void }) {
  const { t } = useWords()
  const q = t.quarantine
  const { seesPersonalData } = useSession()
  const { data: sources } = useQuery(sourcesQuery)
  const day = (value: string, after: number) => {
    if (!value) return undefined
    const moment = new Date(`${value}T00:00:00`)
    moment.setDate(moment.getDate() + after)
    return moment.toISOString()
  }
  return (
    <div className="filters">
      {seesPersonalData && <TextInput className="search-field" aria-label={q.search} placeholder={q.search} leftSection={<Icon name="search" />} value={search.text ?? ''} onChange={(event) => onChange({ text: event.currentTarget.value || undefined })} data-testid="quarantine-text" />}
      <TextInput aria-label={q.event} placeholder={q.event} value={search.event ?? ''} onChange={(event) => onChange({ event: event.currentTarget.value || undefined })} data-testid="quarantine-event" />
      <Pick label={q.state} bare value={search.state ?? ''} onChange={(state) => onChange({ state: state || undefined })} options={[...states.map((value) => ({ value: value as string, label: q.states[value] })), { value: '', label: q.states.all }]} testid="quarantine-state" />
      <Pick label={q.source} bare value={search.source ?? ''} onChange={(source) => onChange({ source: source || undefined })} options={[{ value: '', label: `${q.source}: ${t.common.all}` }, ...(sources ?? []).map((one) => ({ value: one.id, label: one.name }))]} testid="quarantine-source" />
      <label className="row" style={{ gap: 8 }}><span className="soft small">{q.from}</span><TextInput type="date" onChange={(event) => onChange({ since: day(event.currentTarget.value, 0) })} /></label>
      <label className="row" style={{ gap: 8 }}><span className="soft small">{q.until}</span><TextInput type="date" onChange={(event) => onChange({ until: day(event.currentTarget.value, 1) })} /></label>
    </div>
  )
}

interface ReasonsProps {
  reasons: QuarantineReason[]
  all: number
  chosen: string | undefined
  onChange: (reason: string | undefined) => void
}

/** The reasons of what the other filters find, the most frequent first; a chip narrows the list to its reason. */
function Reasons({ reasons, all, chosen, onChange }: ReasonsProps) {
  const { t, f } = useWords()
  const q = t.quarantine
  const chip = (reason: string | undefined, text: string, lines: number) => (
    <button key={reason ?? ''} type="button" className="reason-chip" aria-pressed={chosen === reason} onClick={() => onChange(reason)} data-testid={`reason-${reason ?? 'all'}`}>
      {text.replace(/[.。]$/, '')} <span className="count">{f.number(lines)}</span>
    </button>
  )
  return (
    <div className="reason-chips" role="group" aria-label={q.reasons}>
      {chip(undefined, q.allReasons, all)}
      {reasons.map((one) => chip(one.reason, one.reason_text, one.lines))}
    </div>
  )
}
