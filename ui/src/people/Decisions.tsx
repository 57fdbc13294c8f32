import { Link } from '@tanstack/react-router'
import type { Decision, Person } from '@/api/types'
import { usePanel } from '@/frame/panel'
import { Icon } from '@/parts/Icon'
import { Table, type Column } from '@/parts/Table'
import { Explanation } from './Explanation'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

/** Every send and every non-send, each with its reason. */
export function Decisions({ person }: { person: Person }) {
  const { t, f } = useWords()
  const panel = usePanel()
  const term = useTerm()
  if (person.sends.length === 0) return <p className="soft">{t.people.noSends}</p>
  const columns: Column<Decision>[] = [
    {
      key: 'decision',
      title: t.common.state,
      cell: (row) => (
        <span className={`row ${row.decision === 'reserved' ? 'good' : 'soft'}`} style={{ gap: 4, flexWrap: 'nowrap' }}>
          <Icon name={row.decision === 'reserved' ? 'mail' : 'close'} /> {row.decision === 'reserved' ? t.people.sent : t.people.notSent}
        </span>
      ),
    },
    { key: 'campaign', title: t.mailbox.campaign, cell: (row) => <Link to="/campaigns/$id" params={{ id: row.campaign_id }}>{row.campaign}</Link> },
    { key: 'reason', title: t.common.reasons, cell: (row) => row.reason_text },
    { key: 'delivery', title: t.people.delivery, cell: (row) => (row.delivery ? <>{term('delivery', row.delivery.state)}{row.delivery.answer && <span className="soft small"><br />{row.delivery.answer}</span>}</> : '') },
    { key: 'at', title: t.common.when, num: true, sort: (row) => row.at, cell: (row) => f.time(row.at) },
    {
      key: 'explain',
      title: '',
      num: true,
      cell: (row) => (
        <button type="button" className="link" data-testid="explain" onClick={() => panel.show({ title: row.campaign, body: <Explanation person={String(person.person_id)} campaign={row.campaign_id} /> })}>
          {t.people.explain}
        </button>
      ),
    },
  ]
  return <Table columns={columns} rows={person.sends} id={(row) => `${row.send_id}/${row.at}/${row.decision}`} caption={t.people.sends} testid="decisions" />
}
