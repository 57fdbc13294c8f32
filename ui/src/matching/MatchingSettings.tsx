import { Button, Checkbox, NumberInput, SegmentedControl } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import type { MatchRun, Matching, PeopleField } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { Table, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { QualityCurve } from './QualityCurve'
import { fieldName, share } from './say'

const below: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']

interface SettingsProps {
  view: Matching
  busy: boolean
  onMeasure: () => void
}

/** From where on pairs are proposed or merged, what is compared, and how good that was found to be. */
export function MatchingSettings({ view, busy, onMeasure }: SettingsProps) {
  const { t } = useWords()
  const m = t.matching
  const { mayManage } = useSession()
  const client = useQueryClient()
  const [draft, setDraft] = useState(view.settings)
  const [error, setError] = useState<unknown>(null)
  const [saved, setSaved] = useState(false)
  const change = (part: Partial<Matching['settings']>) => {
    setSaved(false)
    setDraft({ ...draft, ...part })
  }
  const save = async () => {
    setError(null)
    try {
      client.setQueryData(['matching'], await api.put<Matching>('/matching', draft))
      setSaved(true)
    } catch (cause) {
      setError(cause)
    }
  }
  const number = (value: string | number, otherwise: number) => (typeof value === 'number' ? value : otherwise)
  return (
    <>
      <Quality view={view} lower={draft.lower} upper={draft.upper} merges={draft.policy === 'merge'} busy={busy} onMeasure={onMeasure} />
      <Section title={m.settings} testid="match-settings">
        {!mayManage && <p className="note" style={{ marginBottom: 12 }}>{m.onlyAdmins}</p>}
        <div className="stack" style={{ marginBottom: 20 }}>
          <div>
            <div className="mantine-InputWrapper-label">{m.policy}</div>
            <SegmentedControl disabled={!mayManage} value={draft.policy} onChange={(policy) => change({ policy: policy as 'propose' | 'merge' })} data={(['propose', 'merge'] as const).map((value) => ({ value, label: m.policies[value] }))} aria-label={m.policy} data-testid="match-policy" />
          </div>
          <p className="soft small reading">{m.policyHint}</p>
        </div>
        <div className="match-form">
          <NumberInput inputWrapperOrder={below} disabled={!mayManage} label={m.lower} description={m.lowerHint} min={0.5} max={0.9999} step={0.05} decimalScale={4} value={draft.lower} onChange={(value) => change({ lower: number(value, draft.lower) })} data-testid="match-lower" />
          <NumberInput inputWrapperOrder={below} disabled={!mayManage || draft.policy !== 'merge'} label={m.upper} description={m.upperHint} min={0.5} max={0.9999} step={0.01} decimalScale={4} value={draft.upper} onChange={(value) => change({ upper: number(value, draft.upper) })} />
          <NumberInput inputWrapperOrder={below} disabled={!mayManage || draft.policy !== 'merge'} label={m.largest} description={m.largestHint} min={2} max={1000} value={draft.largest_group} onChange={(value) => change({ largest_group: number(value, draft.largest_group) })} />
          <NumberInput inputWrapperOrder={below} disabled={!mayManage} label={m.most} min={1} max={100_000} thousandSeparator="," value={draft.most_proposals} onChange={(value) => change({ most_proposals: number(value, draft.most_proposals) })} />
        </div>
      </Section>
      <Fields view={view} fields={draft.fields} mayManage={mayManage} onChange={(fields) => change({ fields })} />
      {mayManage && (
        <div className="row" style={{ marginTop: 20 }}>
          <Button onClick={() => void save()} data-testid="match-save">{m.save}</Button>
          <span role="status" className="soft">{saved && m.saved}</span>
        </div>
      )}
      {error !== null && <ErrorNote error={error} />}
      <Runs runs={view.runs} />
    </>
  )
}

function Quality({ view, lower, upper, merges, busy, onMeasure }: SettingsProps & { lower: number; upper: number; merges: boolean }) {
  const { t, f } = useWords()
  const m = t.matching
  const { mayEdit } = useSession()
  const found = view.measurement
  // What holds at a threshold is told by the nearest one that was measured at or below it.
  const at = found?.measured.curve.findLast((point) => point.threshold <= lower + 1e-9)
  return (
    <Section title={m.quality} testid="match-quality" side={mayEdit && <Button size="xs" variant="default" onClick={onMeasure} disabled={busy} data-testid="match-measure">{found ? m.measureAgain : m.measure}</Button>}>
      <p className="soft small reading">{found ? m.qualityHint : m.notMeasured}</p>
      {found && (
        <>
          {at && <p className="reading" style={{ margin: '12px 0' }} data-testid="match-says">{m.says(share(at.threshold), f.percent(at.groups.precision), f.percent(at.groups.recall))}</p>}
          <QualityCurve measured={found.measured} lower={lower} upper={upper} merges={merges} />
          <p className="soft small">{m.measuredOn(f.number(found.measured.records), f.number(found.measured.true_pairs), f.time(found.at))}</p>
        </>
      )}
    </Section>
  )
}

interface FieldsProps {
  view: Matching
  fields: PeopleField[]
  mayManage: boolean
  onChange: (fields: PeopleField[]) => void
}

function Fields({ view, fields, mayManage, onChange }: FieldsProps) {
  const { t } = useWords()
  const m = t.matching
  const shown = fields.length > 0 ? fields : view.fields
  const put = (place: number, part: Partial<PeopleField>) => onChange(shown.map((field, index) => (index === place ? { ...field, ...part } : field)))
  const add = (reads: string) => {
    const plain = reads.split(':').slice(1).join(':').replace(/[^\p{L}\p{N}_]/gu, '_').replace(/^(?=\p{N})/u, 'f_').slice(0, 56)
    const taken = new Set([...shown.map((field) => field.name), 'names', 'record', 'both_names'])
    let name = plain
    for (let number = 2; taken.has(name); number += 1) name = `${plain}_${number}`
    onChange([...shown, { name, kind: 'text', reads: [reads], hard: false }])
  }
  const columns: Column<PeopleField>[] = [
    { key: 'name', title: m.field, cell: (row) => fieldName(row.name, row.kind, m) },
    { key: 'kind', title: m.kind, cell: (row) => <Pick bare label={`${m.kind}: ${row.name}`} disabled={!mayManage} value={row.kind} onChange={(kind) => put(shown.indexOf(row), { kind: kind as PeopleField['kind'] })} options={view.kinds.map((value) => ({ value, label: (m.kinds as Record<string, string>)[value] ?? value }))} /> },
    { key: 'reads', title: m.reads, cell: (row) => <span className="match-reads">{row.reads.map((one) => <code key={one}>{one}</code>)}</span> },
    { key: 'hard', title: m.hard, cell: (row) => <Checkbox aria-label={`${m.hard}: ${row.name}`} title={m.hardHint} disabled={!mayManage || row.kind === 'given_name' || row.kind === 'family_name'} checked={row.hard ?? false} onChange={(event) => put(shown.indexOf(row), { hard: event.currentTarget.checked })} /> },
    ...(mayManage ? [{ key: 'remove', title: '', num: true, cell: (row: PeopleField) => <button type="button" className="link small" onClick={() => onChange(shown.filter((field) => field !== row))} aria-label={m.remove(row.name)}>{m.leaveOut}</button> }] : []),
  ]
  return (
    <Section title={m.fields} testid="match-field-list" side={mayManage && fields.length > 0 ? <button type="button" className="link small" onClick={() => onChange([])}>{m.reset}</button> : undefined}>
      <p className="soft small reading" style={{ marginBottom: 8 }}>{fields.length === 0 ? m.usual : m.fieldsHint}</p>
      <Table columns={columns} rows={shown} id={(row) => row.name} caption={m.fields} testid="match-fields-table" />
      {mayManage && (
        <div style={{ maxWidth: 340, marginTop: 12 }}>
          <Pick label={m.add} value="" onChange={(reads) => reads && add(reads)} testid="match-add" options={[{ value: '', label: m.choose }, ...view.available.map((one) => ({ value: one.reads, label: m.peopleHave(one.reads, one.people) }))]} />
        </div>
      )}
    </Section>
  )
}

function Runs({ runs }: { runs: MatchRun[] }) {
  const { t, f } = useWords()
  const m = t.matching
  const columns: Column<MatchRun>[] = [
    { key: 'at', title: m.runColumns.at, cell: (row) => f.time(row.finished_at) },
    { key: 'state', title: m.runColumns.state, cell: (row) => <span title={row.error ?? undefined}>{(m.runStates as Record<string, string>)[row.state] ?? row.state}</span> },
    { key: 'people', title: m.runColumns.people, num: true, cell: (row) => f.number(row.people) },
    { key: 'pairs', title: m.runColumns.pairs, num: true, cell: (row) => f.number(row.pairs) },
    { key: 'merged', title: m.runColumns.merged, num: true, cell: (row) => f.number(row.merged) },
    { key: 'proposed', title: m.runColumns.proposed, num: true, cell: (row) => f.number(row.proposed) },
    { key: 'left', title: m.runColumns.left, num: true, cell: (row) => f.number(row.left_out) },
  ]
  return (
    <Section title={m.runs} testid="match-runs">
      {runs.length === 0 ? <p className="soft">{m.noRuns}</p> : <Table columns={columns} rows={runs} id={(row) => row.id} caption={m.runs} />}
    </Section>
  )
}
