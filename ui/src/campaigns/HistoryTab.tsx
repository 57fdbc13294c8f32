import { Table } from '@/parts/Table'
import { shownName } from '@/session/useSession'
import { useWords } from '@/text'
import { useCampaign } from './editing'

export function HistoryTab() {
  const { t, f, language } = useWords()
  const { view } = useCampaign()
  const h = t.campaigns.history
  if (view.history.length === 0) return <p className="soft">{h.none}</p>
  return (
    <Table
      caption={t.campaigns.tabs.history}
      testid="history"
      rows={view.history}
      id={(row) => `${row.version}/${row.at}`}
      columns={[
        { key: 'version', title: h.version, cell: (row) => row.version, sort: (row) => row.version },
        { key: 'by', title: h.by, cell: (row) => shownName(row.by, language) },
        { key: 'note', title: h.note, cell: (row) => row.note ?? '' },
        { key: 'at', title: t.common.when, num: true, cell: (row) => f.time(row.at) },
      ]}
    />
  )
}
