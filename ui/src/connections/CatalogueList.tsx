import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import type { CatalogueField, CatalogueLine, CataloguePage } from '@/api/types'
import { usePanel } from '@/frame/panel'
import { Empty } from '@/parts/Empty'
import { Icon } from '@/parts/Icon'
import { Pick } from '@/parts/Pick'
import { Table, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { CatalogueBulk } from './CatalogueBulk'
import { CatalogueEntry } from './CatalogueEntry'
import { fields, filtered, idOf, isOwn, levels, titleOf, type CatalogueFilter, type Kind } from './catalogue'

const STEP = 150
const kinds: Kind[] = ['event', 'property', 'trait']

/** One line for each event, property and trait; what nobody has said yet is one click away. */
export function CatalogueList({ page }: { page: CataloguePage }) {
  const { t, f } = useWords()
  const c = t.catalogue
  const { mayEdit } = useSession()
  const [filter, setFilter] = useState<CatalogueFilter>({ text: '', kind: '', gap: '' })
  const [most, setMost] = useState(STEP)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const panel = usePanel()
  const change = (part: Partial<CatalogueFilter>) => {
    setFilter({ ...filter, ...part })
    setMost(STEP)
  }
  const found = filtered(page.items, filter)
  const lines = page.items.filter((line) => chosen.has(idOf(line)))
  const choose = (some: CatalogueLine[], on: boolean) => {
    const next = new Set(chosen)
    for (const line of some) if (on) next.add(idOf(line)); else next.delete(idOf(line))
    setChosen(next)
    panel.hide()
  }
  const open = (line: CatalogueLine) => panel.show({ title: titleOf(line), body: <CatalogueEntry key={idOf(line)} id={idOf(line)} /> })
  if (page.total === 0) return <Empty picture="list" action={mayEdit && <Button component={Link} to="/connections/plan/plan">{c.begin}</Button>}>{c.empty}</Empty>
  const columns: Column<CatalogueLine>[] = [
    {
      key: 'name', title: c.columns.name, width: '32%',
      cell: (line) => (
        <span className="catalogue-line">
          {mayEdit && <Checkbox size="xs" aria-label={c.choose(titleOf(line))} checked={chosen.has(idOf(line))} onChange={(event) => choose([line], event.currentTarget.checked)} />}
          <Name line={line} onOpen={() => open(line)} />
        </span>
      ),
    },
    { key: 'seen', title: c.columns.seen, num: true, sort: (line) => line.count, cell: (line) => <Seen line={line} /> },
    { key: 'owner', title: c.columns.owner, sort: (line) => line.owner.value, cell: (line) => <Owner line={line} /> },
    { key: 'sensitivity', title: c.columns.sensitivity, sort: (line) => levels.findIndex((level) => level === line.sensitivity.value), cell: (line) => <Said line={line} field="sensitivity" /> },
    { key: 'purpose', title: c.columns.purpose, sort: (line) => line.purpose.value, cell: (line) => <Said line={line} field="purpose" /> },
  ]
  return (
    <div className="stack">
      <Gaps page={page} chosen={filter.gap} onChange={(gap) => change({ gap })} />
      <div className="filters">
        <TextInput className="search-field" aria-label={c.search} placeholder={c.search} leftSection={<Icon name="search" />} value={filter.text} onChange={(event) => change({ text: event.currentTarget.value })} data-testid="catalogue-search" />
        <Pick label={c.kind} bare value={filter.kind} onChange={(kind) => change({ kind: kind as Kind | '' })} options={[{ value: '', label: `${c.kind}: ${t.common.all}` }, ...kinds.map((kind) => ({ value: kind, label: c.kinds[kind] }))]} testid="catalogue-kind" />
        <span className="soft small" role="status">{c.shown(found.length, page.items.length)}</span>
        {mayEdit && found.length > 0 && <Button size="xs" variant="subtle" onClick={() => choose(found, true)} data-testid="choose-all">{c.chooseAll}</Button>}
      </div>
      {lines.length > 0 && <CatalogueBulk key={lines.length} lines={lines} onDone={() => setChosen(new Set())} />}
      {found.length === 0
        ? <p className="soft">{filter.gap && !filter.text ? c.noGap : c.nothingLike}</p>
        : <div className="catalogue"><Table columns={columns} rows={found.slice(0, most)} id={idOf} caption={c.title} testid="catalogue-table" /></div>}
      {found.length > most && <div><Button variant="default" size="xs" onClick={() => setMost(most + STEP)}>{t.common.more}</Button> <span className="soft small">{f.number(most)} / {f.number(found.length)}</span></div>}
    </div>
  )
}

/** How much nobody has said; a chip narrows the list to that. */
function Gaps({ page, chosen, onChange }: { page: CataloguePage; chosen: CatalogueFilter['gap']; onChange: (gap: CatalogueFilter['gap']) => void }) {
  const { t, f } = useWords()
  const c = t.catalogue
  const chip = (gap: CatalogueField | '', text: string, lines: number) => (
    <button key={gap} type="button" className="reason-chip" aria-pressed={chosen === gap} onClick={() => onChange(gap)} data-testid={`gap-${gap || 'all'}`}>
      {text} <span className="count">{f.number(lines)}</span>
    </button>
  )
  const lacking = (field: CatalogueField) => Object.values(page.gaps[field] ?? {}).reduce((sum, lines) => sum + lines, 0)
  return (
    <div className="reason-chips" style={{ marginBottom: 0 }} role="group" aria-label={c.gaps}>
      {chip('', c.allOfIt, page.items.length)}
      {fields.map((field) => chip(field, c.without[field], lacking(field)))}
    </div>
  )
}

function Name({ line, onOpen }: { line: CatalogueLine; onOpen: () => void }) {
  const { t } = useWords()
  const c = t.catalogue
  return (
    <span className={`catalogue-name ${line.kind}`}>
      <button type="button" className="link" onClick={onOpen}>{line.kind === 'event' ? <span className="strong">{line.event}</span> : <code>{line.name}</code>}</button>
      <span className="soft small">{line.kind === 'property' ? line.event : c.one[line.kind]}</span>
    </span>
  )
}

function Seen({ line }: { line: CatalogueLine }) {
  const { t, f } = useWords()
  const c = t.catalogue
  if (!line.last_at) return <span className="soft small">{c.notSeen}</span>
  return (
    <>
      {line.share === null ? f.number(line.count) : c.inShare(f.percent(line.share))}
      <br /><span className="soft small">{c.last(f.day(line.last_at))}</span>
    </>
  )
}

/** Who answers for it, and who looks after it. */
function Owner({ line }: { line: CatalogueLine }) {
  const { t } = useWords()
  const c = t.catalogue
  if (!line.steward.value) return <Said line={line} field="owner" />
  return <>{line.owner.value && <><Said line={line} field="owner" /><br /></>}<span className="soft small">{c.columns.steward}</span> <Said line={line} field="steward" /></>
}

function Said({ line, field }: { line: CatalogueLine; field: CatalogueField }) {
  const { t } = useWords()
  const c = t.catalogue
  const told = line[field]
  if (!told.value) return <span className="catalogue-none soft" aria-label={c.undecided}>–</span>
  const words: Record<string, string> = c.levels
  const word = field === 'sensitivity' ? words[told.value] ?? told.value : told.value
  return (
    <span className={isOwn(told) ? 'catalogue-told' : 'catalogue-told soft'}>
      <span className={field === 'sensitivity' && line.masked ? 'strong' : undefined}>{word}</span>
      {!isOwn(told) && <><br /><span className="small">{c.origins[told.origin] ?? ''}</span></>}
    </span>
  )
}
