import './identifiers.css'
import { Button, NumberInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api, part } from '@/api/client'
import { identifierTypesQuery } from '@/api/queries'
import type { IdentifierType, IdentifierTypes, WhatIf } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { Page, Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { Applying, useApplying } from './Applying'
import { WhatIfView, changesNothing } from './WhatIfView'
import { changed, changeOf, draftOf, ruleChanged, rulesWith, typeName, type Draft } from './say'

const pers = ['ever', 'week', 'month', 'year'] as const
const below: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']

/** The rule of one type: changed after a look at what that does. */
export function TypePage() {
  const { t, language } = useWords()
  const r = t.identifiers
  const { type = '' } = useParams({ strict: false })
  const { block } = useSearch({ strict: false })
  const query = useQuery(identifierTypesQuery)
  const found = query.data?.types.find((each) => each.type === type)
  const title = found ? typeName(found, language) : type
  return (
    <Page title={title} beside={title !== type && <code className="rules-code">{type}</code>} lead={<Link to="/identifiers">{r.back}</Link>} testid="identifier-type">
      <Loaded query={query}>
        {(view) => (found ? <Rule key={`${type} ${block ?? ''}`} view={view} type={found} block={block} /> : <Empty picture="people">{r.unknown}</Empty>)}
      </Loaded>
    </Page>
  )
}

function Rule({ view, type, block }: { view: IdentifierTypes; type: IdentifierType; block: string | undefined }) {
  const { t } = useWords()
  const r = t.identifiers
  const { mayEdit, mayManage } = useSession()
  const client = useQueryClient()
  const applying = useApplying(view.task_id)
  const [draft, setDraft] = useState<Draft>(draftOf(type, block === undefined ? [] : [block]))
  const [tried, setTried] = useState<WhatIf | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [saved, setSaved] = useState(false)
  const change = (part: Partial<Draft>) => {
    setTried(null)
    setSaved(false)
    setDraft({ ...draft, ...part })
  }
  const doing = async (work: () => Promise<unknown>) => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  const look = () => doing(async () => setTried(await api.post<WhatIf>(`/identifiers/types/${part(type.type)}/what-if`, changeOf(type, draft))))
  const save = (apply: boolean) =>
    doing(async () => {
      if (ruleChanged(type, draft)) await api.put('/identifiers/types', rulesWith(view, type, draft))
      for (const value of draft.unblock) await api.post('/identifiers/unblock', { type: type.type, value })
      for (const value of draft.block) await api.post('/identifiers/blocks', { type: type.type, value, origin: value === block ? 'learnt' : 'typed' })
      setDraft({ ...draft, block: [], unblock: [] })
      setTried(null)
      setSaved(!apply)
      await client.invalidateQueries({ queryKey: ['identifiers'] })
      if (apply) await applying.start()
    })
  const number = (value: string | number) => (typeof value === 'number' ? value : null)
  const differs = changed(type, draft)
  return (
    <>
      {!mayManage && <p className="note" style={{ marginBottom: 16 }}>{mayEdit ? r.onlyAdmins : r.onlyEditors}</p>}
      <Section title={r.rule} testid="rule">
        <div className="rules-form">
          <NumberInput inputWrapperOrder={below} disabled={!mayManage} label={r.most} description={r.mostHint} min={1} max={1000} value={draft.most ?? ''} onChange={(value) => change({ most: number(value) })} data-testid="rule-most" />
          <Pick label={r.per} disabled={!mayManage || draft.most === null} value={draft.per} onChange={(per) => change({ per: per as Draft['per'] })} options={pers.map((value) => ({ value, label: r.pers[value] }))} testid="rule-per" />
          <NumberInput inputWrapperOrder={below} disabled={!mayManage} label={r.priority} description={r.priorityHint} min={1} max={1000} value={draft.priority} onChange={(value) => change({ priority: number(value) ?? type.priority })} data-testid="rule-priority" />
        </div>
      </Section>
      <Blocked type={type} draft={draft} mayEdit={mayEdit} onChange={change} />
      <div className="stack" style={{ marginTop: 24 }}>
        {mayEdit && differs && tried === null && <div><Button onClick={() => void look()} loading={busy} data-testid="try-rule">{r.tryIt}</Button></div>}
        {error !== null && <ErrorNote error={error} />}
        {saved && !differs && <p className="note good" role="status" data-testid="rule-saved">{r.saved}</p>}
        <Applying of={applying} />
      </div>
      {tried && (
        <Section title={r.tried} testid="tried">
          <p className="soft small">{r.triedHint}</p>
          <div style={{ marginTop: 12 }}><WhatIfView found={tried} /></div>
          <div className="row rules-save">
            {mayManage && !changesNothing(tried) && <Button onClick={() => void save(true)} loading={busy} data-testid="save-apply">{r.saveApply}</Button>}
            <Button variant={mayManage && !changesNothing(tried) ? 'default' : 'filled'} onClick={() => void save(false)} loading={busy} data-testid="save-rule">{r.save}</Button>
            {mayManage && !changesNothing(tried) && <span className="soft small">{r.applyHint}</span>}
          </div>
        </Section>
      )}
    </>
  )
}

function Blocked({ type, draft, mayEdit, onChange }: { type: IdentifierType; draft: Draft; mayEdit: boolean; onChange: (part: Partial<Draft>) => void }) {
  const { t } = useWords()
  const r = t.identifiers
  const [value, setValue] = useState('')
  const without = (values: string[], gone: string) => values.filter((each) => each !== gone)
  const add = () => {
    const wanted = value.trim()
    if (wanted && !draft.block.includes(wanted)) onChange({ block: [...draft.block, wanted] })
    setValue('')
  }
  return (
    <Section title={r.blocked} testid="blocked-values">
      <ul className="rules-list">
        {type.blocks.map((each) => {
          const gone = draft.unblock.includes(each.value)
          return (
            <li key={each.value} data-state={gone ? 'gone' : undefined}>
              <span><span className="rules-value">{each.value}</span> <span className="soft small">{gone ? r.willLetIn : [r.origins[each.origin ?? 'typed'], each.reason].filter(Boolean).join(' · ')}</span></span>
              {mayEdit && <button type="button" className="link small" aria-label={gone ? `${r.keep}: ${each.value}` : r.remove(each.value)} onClick={() => onChange({ unblock: gone ? without(draft.unblock, each.value) : [...draft.unblock, each.value] })}>{gone ? r.keep : r.letIn}</button>}
            </li>
          )
        })}
        {draft.block.map((each) => (
          <li key={each} data-state="new">
            <span><span className="rules-value">{each}</span> <span className="care small">{r.willBlock}</span></span>
            <button type="button" className="link small" aria-label={`${t.common.cancel}: ${each}`} onClick={() => onChange({ block: without(draft.block, each) })}>{t.common.cancel}</button>
          </li>
        ))}
        {type.blocks.length + draft.block.length === 0 && <li className="soft">{r.noBlocks}</li>}
      </ul>
      {mayEdit && (
        <form className="rules-add" onSubmit={(event) => { event.preventDefault(); add() }}>
          <TextInput className="grow" label={r.value} description={r.blockedHint} inputWrapperOrder={below} value={value} onChange={(event) => setValue(event.currentTarget.value)} autoComplete="off" data-testid="block-value" />
          <Button type="submit" variant="default" disabled={value.trim() === ''} data-testid="block-add" style={{ marginBottom: 22 }}>{r.add}</Button>
        </form>
      )}
    </Section>
  )
}
