import './identifiers.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '@/api/client'
import { identifierTypesQuery } from '@/api/queries'
import type { IdentifierType, IdentifierTypes as View, WhatIf } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { Page, Section } from '@/parts/Page'
import { Table, type Column } from '@/parts/Table'
import { Tabs } from '@/parts/Tabs'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { Applying, useApplying } from './Applying'
import { Refused } from './Refused'
import { Suspicions } from './Suspicions'
import { WhatIfView, changesNothing } from './WhatIfView'
import { limitText, typeName } from './say'

const shownNever = ['null', 'undefined', 'guest', 'unknown', '-1', '不明']

/** Which identifiers there are, what their rules say, and what the rules refused. */
export function IdentifierTypes() {
  const { t } = useWords()
  const r = t.identifiers
  const { tab = 'types' } = useParams({ strict: false })
  const query = useQuery(identifierTypesQuery)
  return (
    <Page title={r.title} lead={<p className="reading">{r.lead}</p>} testid="identifier-types">
      <Tabs label={r.title} here={tab} tabs={[{ key: 'types', title: r.tabs.types, to: '/identifiers' }, { key: 'refused', title: r.tabs.refused, to: '/identifiers/refused' }]} />
      <Loaded query={query}>{(view) => (tab === 'refused' ? <Refused view={view} /> : <Types view={view} />)}</Loaded>
    </Page>
  )
}

function Types({ view }: { view: View }) {
  const { t, f, language } = useWords()
  const r = t.identifiers
  const [all, setAll] = useState(false)
  const used = view.types.filter(isUsed)
  const unused = view.types.length - used.length
  const count = (n: number) => <span className={n === 0 ? 'soft' : undefined}>{f.number(n)}</span>
  const columns: Column<IdentifierType>[] = [
    { key: 'type', title: r.columns.type, cell: (row) => <>{typeName(row, language)}{typeName(row, language) !== row.type && <code className="rules-code">{row.type}</code>}</> },
    { key: 'priority', title: r.columns.priority, num: true, sort: (row) => row.priority, cell: (row) => f.number(row.priority) },
    { key: 'limit', title: r.columns.limit, cell: (row) => <span className={row.most === null ? 'soft' : undefined}>{limitText(row, r)}</span> },
    { key: 'blocked', title: r.columns.blocked, cell: (row) => <Blocks of={row} /> },
    { key: 'identifiers', title: r.columns.identifiers, num: true, sort: (row) => row.identifiers, cell: (row) => count(row.identifiers) },
    { key: 'people', title: r.columns.people, num: true, sort: (row) => row.people, cell: (row) => count(row.people) },
    { key: 'refused', title: r.columns.refused, num: true, sort: (row) => row.refused, cell: (row) => count(row.refused) },
  ]
  return (
    <>
      <Suspicions />
      <Section title={r.tabs.types}>
        <Table columns={columns} rows={all ? view.types : used} id={(row) => row.type} link={(row) => `/identifiers/types/${encodeURIComponent(row.type)}`} caption={r.title} testid="types-table" />
        {unused > 0 && <p style={{ marginTop: 12 }}><button type="button" className="link small" onClick={() => setAll(!all)} aria-expanded={all} data-testid="all-types">{all ? r.fewer : r.others(unused)}</button></p>}
        <p className="soft small reading" style={{ marginTop: 12 }}>{r.never(shownNever.filter((word) => view.never.includes(word)).join(', '))}</p>
      </Section>
      <There running={view.task_id} />
    </>
  )
}

const isUsed = (type: IdentifierType) => type.identifiers > 0 || type.refused > 0 || type.most !== null || type.blocks.length > 0

function Blocks({ of }: { of: IdentifierType }) {
  const { t } = useWords()
  const shown = of.blocks.slice(0, 3)
  if (shown.length === 0) return <span className="soft">{t.identifiers.noBlocks}</span>
  return (
    <span className="rules-blocks">
      {shown.map((each) => <span key={each.value} className="rules-value">{each.value}</span>)}
      {of.blocks.length > shown.length && <span className="soft small">{t.identifiers.moreBlocks(of.blocks.length - shown.length)}</span>}
    </span>
  )
}

/** Whether what was joined before the rules follows them, and making it so. */
function There({ running }: { running: string | null | undefined }) {
  const { t } = useWords()
  const r = t.identifiers
  const { mayEdit, mayManage, seesPersonalData } = useSession()
  const applying = useApplying(running)
  const [found, setFound] = useState<WhatIf | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  if (!mayEdit || !seesPersonalData) return null
  const check = async () => {
    setBusy(true)
    setError(null)
    try {
      setFound(await api.post<WhatIf>('/identifiers/what-if'))
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  const apply = () => {
    setFound(null)
    void applying.start()
  }
  return (
    <div id="there" className="section">
      <Section title={r.there} testid="there">
        <p className="soft small reading" style={{ marginBottom: 12 }}>{r.thereHint}</p>
        <div className="stack">
          <Applying of={applying} />
          {!applying.busy && <div><Button variant="default" onClick={() => void check()} loading={busy} data-testid="check-links">{r.check}</Button></div>}
          {error !== null && <ErrorNote error={error} />}
          {found && (changesNothing(found) ? <p className="note good" role="status" data-testid="follows">{r.follows}</p> : <WhatIfView found={found} />)}
          {found && !changesNothing(found) && mayManage && (
            <div className="row"><Button onClick={apply} data-testid="apply-rules">{r.apply}</Button><span className="soft small">{r.applyHint}</span></div>
          )}
        </div>
      </Section>
    </div>
  )
}
