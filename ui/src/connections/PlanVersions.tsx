import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '@/api/client'
import { planVersionsQuery } from '@/api/queries'
import type { Plan, PlanVersion } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Table, type Column } from '@/parts/Table'
import { useWords } from '@/text'

/** Every save, each of which can be opened again. */
export function PlanVersions({ current, onLoad }: { current: Plan; onLoad: (text: string) => void }) {
  const { t, f } = useWords()
  const v = t.plan.versions
  const query = useQuery(planVersionsQuery)
  const navigate = useNavigate()
  const load = async (version: number) => {
    onLoad((await api.get<Plan>(`/plan/versions/${version}`)).yaml)
    await navigate({ to: '/connections/plan/$tab', params: { tab: 'plan' } })
  }
  const state = (row: PlanVersion) => (row.version !== current.version ? v.was : row.enforced ? v.on : v.off)
  const columns: Column<PlanVersion>[] = [
    { key: 'version', title: v.version, cell: (row) => <span className="strong">{row.version}</span> },
    { key: 'note', title: v.note, cell: (row) => row.note || <span className="soft">–</span>, width: '36%' },
    { key: 'state', title: v.state, cell: state },
    { key: 'events', title: v.events, num: true, cell: (row) => f.number(row.events) },
    { key: 'at', title: v.at, num: true, cell: (row) => <span className="soft">{f.time(row.saved_at)}</span> },
    { key: 'load', title: '', cell: (row) => <button type="button" className="link" onClick={() => void load(row.version)}>{v.load}</button> },
  ]
  return (
    <Loaded query={query}>
      {(rows) => (rows.length === 0 ? <Empty picture="list">{v.empty}</Empty> : <Table columns={columns} rows={rows} id={(row) => String(row.version)} caption={t.plan.tabs.versions} testid="plan-versions" />)}
    </Loaded>
  )
}
