import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { leadFunnelQuery } from '@/api/queries'
import type { FunnelRow, LeadFunnelView } from '@/api/types'
import { Loaded } from '@/parts/Loaded'
import { Section } from '@/parts/Page'
import { Table, type Column } from '@/parts/Table'
import { useWords } from '@/text'

/** How many come how far, how long they take, and which origin brings them there. */
export function Funnel() {
  const query = useQuery(leadFunnelQuery)
  return <Loaded query={query}>{(view) => <Inside view={view} />}</Loaded>
}

function Inside({ view }: { view: LeadFunnelView }) {
  const { t, f } = useWords()
  const l = t.leads
  const [chosen, setChosen] = useState<string | null>(null)
  const rows = view.rows.filter((row) => row.origin !== null)
  const shown = view.rows.find((row) => row.origin === chosen) ?? view.rows[0]
  if (!shown || !shown.steps[0]?.people) return <p className="reading soft">{l.noFunnel}</p>
  const named = (row: FunnelRow) => (row.origin === null ? l.allTogether : row.origin === '' ? l.originUnknown : row.origin)
  const first = (row: FunnelRow) => row.steps[0]?.people || 1
  const columns: Column<FunnelRow>[] = [
    { key: 'origin', title: l.origin, cell: (row) => <button type="button" className="link" aria-pressed={row.origin === chosen} onClick={() => setChosen(row.origin === chosen ? null : row.origin)}>{named(row)}</button> },
    ...view.stages.map((stage, place): Column<FunnelRow> => ({
      key: stage.id,
      title: stage.name,
      num: true,
      cell: (row) => {
        const people = row.steps[place]?.people ?? 0
        return place === 0 ? f.number(people) : <>{f.number(people)} <span className="soft">{f.percent(people / first(row))}</span></>
      },
    })),
  ]
  return (
    <>
      <Section title={named(shown)} testid="lead-funnel">
        <ol className="funnel">
          {view.stages.map((stage, place) => {
            const step = shown.steps[place]
            const people = step?.people ?? 0
            const before = shown.steps[place - 1]?.people ?? 0
            return (
              <li key={stage.id} data-testid="funnel-step">
                <span className="funnel-name">{stage.name}</span>
                <span className="funnel-track" aria-hidden="true"><span style={{ width: `${(people / first(shown)) * 100}%` }} /></span>
                <span className="funnel-figure"><span className="strong">{f.number(people)}</span> {place > 0 && <span className="soft">{f.percent(people / first(shown))}</span>}</span>
                <span className="soft small funnel-way">
                  {place > 0 && before > 0 && l.onward(f.percent(people / before))}
                  {place > 0 && step?.days !== null && step?.days !== undefined && ` · ${step.days < 0.05 ? l.atOnce : l.took(f.decimal(step.days, step.days < 10 ? 1 : 0))}`}
                </span>
              </li>
            )
          })}
        </ol>
      </Section>
      {rows.length > 0 && (
        <Section title={l.byOrigin}>
          <Table columns={columns} rows={rows} id={(row) => row.origin ?? ''} caption={l.byOrigin} testid="funnel-origins" />
        </Section>
      )}
    </>
  )
}
