import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { audiencesQuery } from '@/api/queries'
import type { Audience } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { Table, type Column } from '@/parts/Table'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'

export function AudienceList() {
  const { t, f } = useWords()
  const { mayEdit, now } = useSession()
  const query = useQuery(audiencesQuery)
  const c = t.audiences.columns
  const columns: Column<Audience>[] = [
    { key: 'name', title: c.name, cell: (row) => row.name, sort: (row) => row.name },
    { key: 'rule', title: c.rule, cell: (row) => <span className="soft reading">{row.rule_text}</span>, width: '40%' },
    { key: 'size', title: c.size, num: true, sort: (row) => row.size ?? -1, cell: (row) => (row.size === null ? <span className="soft">{t.audiences.notComputed}</span> : f.number(row.size)) },
    { key: 'moved', title: c.moved, num: true, cell: (row) => <span className="soft">{t.audiences.entered(f.number(row.entered_7d))} {t.audiences.left(f.number(row.left_7d))}</span> },
    { key: 'campaigns', title: c.campaigns, cell: (row) => row.campaigns.map((one) => one.name).join(', ') },
    { key: 'evaluated', title: c.evaluated, num: true, sort: (row) => row.evaluated_at ?? '', cell: (row) => <span className="soft">{f.ago(row.evaluated_at, now)}</span> },
  ]
  const create = mayEdit && <Button component={Link} to="/audiences/new" data-testid="new-audience">{t.audiences.create}</Button>
  return (
    <Page title={t.audiences.title} actions={create} testid="audiences">
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0
            ? <Empty picture="people" action={create}>{t.audiences.empty}</Empty>
            : <Table columns={columns} rows={rows} id={(row) => row.id} link={(row) => `/audiences/${row.id}`} caption={t.audiences.title} testid="audience-table" />
        }
      </Loaded>
    </Page>
  )
}
