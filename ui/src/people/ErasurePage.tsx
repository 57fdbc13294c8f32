import { Button, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { erasureQuery } from '@/api/queries'
import type { Erasure } from '@/api/types'
import { Loaded } from '@/parts/Loaded'
import { Page, Section } from '@/parts/Page'
import { Table, type Column } from '@/parts/Table'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

/** One erasure: how far it is, and when it is done, the receipt. */
export function ErasurePage() {
  const { id = '' } = useParams({ strict: false })
  const { t } = useWords()
  const query = useQuery(erasureQuery(id))
  return (
    <Page title={t.erasure.title} lead={<Link to="/erasures">{t.erasure.all}</Link>} testid="erasure">
      <Loaded query={query}>{(erasure) => <Inside erasure={erasure} />}</Loaded>
    </Page>
  )
}

function Inside({ erasure }: { erasure: Erasure }) {
  const { t, f } = useWords()
  const facts: [string, string][] = [
    [t.erasure.askedAt, f.time(erasure.asked_at)],
    [t.erasure.finishedAt, erasure.finished_at ? f.time(erasure.finished_at) : '–'],
    [t.erasure.identifiers, f.number(erasure.identifiers.length)],
    [t.erasure.laterShort, t.erasure.afterwards[erasure.afterwards]],
  ]
  return (
    <>
      <div aria-live="polite" data-testid="erasure-state" data-state={erasure.state}><Standing erasure={erasure} /></div>
      <dl className="totals" style={{ margin: '16px 0', flexWrap: 'wrap' }}>
        {facts.map(([name, value]) => <div key={name}><dt className="label">{name}</dt><dd>{value}</dd></div>)}
      </dl>
      {erasure.state === 'done' && <Went erasure={erasure} />}
    </>
  )
}

function Standing({ erasure }: { erasure: Erasure }) {
  const { t } = useWords()
  if (erasure.state === 'done') {
    return (
      <div className="stack">
        <p className="note good">{t.erasure.doneBody}</p>
        <div className="row wide">
          <Button component="a" href={`/api/erasures/${encodeURIComponent(erasure.id)}/receipt`} download={`${erasure.id}.json`} data-testid="receipt">{t.erasure.receipt}</Button>
          <span className="soft small">{t.erasure.receiptHint}</span>
        </div>
      </div>
    )
  }
  if (erasure.state === 'failed') {
    return <div className="note bad"><p className="strong">{t.erasure.states.failed}</p><p>{erasure.error}</p><p>{t.erasure.failedBody}</p></div>
  }
  return (
    <div className="note">
      <p className="row"><Loader size={14} /> <span className="strong">{t.erasure.stages[erasure.stage]}</span></p>
      <p className="soft small">{t.erasure.goesOn}</p>
    </div>
  )
}

interface Row { place: keyof typeof places; what: string; rows: number }
const places = { log: 0, plane: 1, control: 2, files: 3, check: 4 }

function Went({ erasure }: { erasure: Erasure }) {
  const { t, f } = useWords()
  const term = useTerm()
  const rows = Object.entries(erasure.counts).map(([name, count]): Row => {
    const [place = '', ...rest] = name.split('.')
    return { place: place as Row['place'], what: rest.join('.'), rows: count }
  })
  rows.sort((a, b) => places[a.place] - places[b.place] || b.rows - a.rows)
  const columns: Column<Row>[] = [
    { key: 'place', title: t.erasure.place, cell: (row) => t.erasure.places[row.place] },
    { key: 'what', title: t.erasure.what, cell: (row) => term('erased', row.what) },
    { key: 'rows', title: t.erasure.rows, num: true, cell: (row) => f.number(row.rows) },
  ]
  return (
    <Section title={t.erasure.went} testid="erasure-counts">
      {rows.length === 0
        ? <p className="soft">{t.erasure.nothing}</p>
        : <Table columns={columns} rows={rows} id={(row) => `${row.place}.${row.what}`} caption={t.erasure.went} />}
    </Section>
  )
}
