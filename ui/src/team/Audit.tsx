import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { api } from '@/api/client'
import { auditQuery } from '@/api/queries'
import type { AuditCheck, AuditEntry } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Page } from '@/parts/Page'
import { EndlessTable, type Column } from '@/parts/Table'
import { readable } from '@/parts/Value'
import { shownName } from '@/session/useSession'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

/** "campaign.saved": what, and what was done with it. */
function said(action: string, term: ReturnType<typeof useTerm>): string {
  const [what = '', done = ''] = action.split('.')
  return `${term('object', what)}: ${term('action', done)}`
}

/** What else is known of it. Fingerprints are left to the verification. */
function facts(detail: AuditEntry['detail'], term: ReturnType<typeof useTerm>): string {
  const told = Object.entries(detail ?? {}).filter(([key, value]) => key !== 'hash' && value !== '')
  return told.map(([key, value]) => `${term('fact', key)}: ${term('state', readable(value))}`).join(' · ')
}

export function Audit() {
  const { t, f, language } = useWords()
  const term = useTerm()
  const c = t.audit.columns
  const query = useInfiniteQuery(auditQuery())
  const verify = useMutation({ mutationFn: () => api.get<AuditCheck>('/team/audit/verify') })
  const columns: Column<AuditEntry>[] = [
    { key: 'what', title: c.what, cell: (row) => <span className="strong">{said(row.action, term)}</span> },
    { key: 'who', title: c.who, cell: (row) => shownName(row.actor_name || row.actor, language) },
    { key: 'object', title: c.object, cell: (row) => <span>{term('object', row.object_type)} <span className="soft mono">{row.object_id}</span></span> },
    { key: 'detail', title: c.detail, width: '34%', cell: (row) => <span className="soft" style={{ overflowWrap: 'anywhere' }}>{facts(row.detail, term).slice(0, 240)}</span> },
    { key: 'at', title: c.at, num: true, cell: (row) => <span title={row.hash}>{f.time(row.at)}</span> },
  ]
  return (
    <Page title={t.audit.title} lead={t.audit.lead} testid="audit" actions={<Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()} data-testid="verify">{t.audit.verify}</Button>}>
      <div aria-live="polite">
        {verify.isError && <ErrorNote error={verify.error} />}
        {verify.data && (
          <p className={`note ${verify.data.ok ? 'good' : 'bad'}`} style={{ marginBottom: 16 }} data-testid="verified">
            {verify.data.ok ? t.audit.verified(f.number(verify.data.entries)) : t.audit.broken(f.number(verify.data.broken_at))}
          </p>
        )}
      </div>
      <EndlessTable columns={columns} query={query} id={(row) => String(row.seq)} caption={t.audit.title} empty={<p className="soft">{t.audit.empty}</p>} testid="audit-table" />
    </Page>
  )
}
