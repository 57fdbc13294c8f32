import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { usersQuery } from '@/api/queries'
import type { Language, Role, User } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { Copy } from '@/parts/Copy'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { Table, type Column } from '@/parts/Table'
import { shownName, useSession } from '@/session/useSession'
import { useWords } from '@/text'

export function Team() {
  const { t, language } = useWords()
  const { mayManage } = useSession()
  const query = useQuery(usersQuery)
  const [link, setLink] = useState<string | null>(null)
  const c = t.team.columns
  const columns: Column<User>[] = [
    { key: 'name', title: c.name, sort: (row) => row.name, cell: (row) => <span className="row">{shownName(row.name, language)} {row.sample && <span className="mark">{t.common.sample}</span>}</span> },
    { key: 'email', title: c.email, cell: (row) => row.email },
    { key: 'role', title: c.role, cell: (row) => <>{t.top.roles[row.role]} <span className="soft small">{t.team.roleHints[row.role]}</span></> },
    { key: 'language', title: c.language, cell: (row) => t.common.language[row.language] },
  ]
  return (
    <Page title={t.team.title} lead={mayManage ? undefined : t.team.adminOnly} actions={mayManage && <Invite onLink={setLink} />} testid="team">
      {link && (
        <div className="note good" role="status" style={{ marginBottom: 16 }}>
          <p>{t.team.link}</p>
          <div className="row"><code style={{ overflowWrap: 'anywhere' }}>{new URL(link, location.origin).href}</code><Copy text={new URL(link, location.origin).href} /></div>
        </div>
      )}
      <Loaded query={query}>{(users) => <Table columns={columns} rows={users} id={(row) => row.id} caption={t.team.title} testid="team-table" />}</Loaded>
    </Page>
  )
}

function Invite({ onLink }: { onLink: (link: string) => void }) {
  const { t, language } = useWords()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const empty = { name: '', email: '', role: 'editor' as Role, language }
  const [form, setForm] = useState(empty)
  const invite = async () => {
    const made = await api.post<{ user: User; link: string }>('/team/users', form)
    onLink(made.link)
    setForm(empty)
    void client.invalidateQueries({ queryKey: ['users'] })
  }
  return (
    <>
      <Button onClick={() => setAsking(true)} data-testid="invite">{t.team.invite}</Button>
      <Confirm open={asking} onClose={() => setAsking(false)} title={t.team.invite} action={t.team.inviteConfirm} ready={form.name.trim() !== '' && form.email.includes('@')} onAction={invite}>
        <TextInput data-autofocus label={t.team.columns.name} value={form.name} onChange={(event) => setForm({ ...form, name: event.currentTarget.value })} />
        <TextInput label={t.team.columns.email} type="email" value={form.email} onChange={(event) => setForm({ ...form, email: event.currentTarget.value })} />
        <Pick label={t.team.columns.role} value={form.role} onChange={(role) => setForm({ ...form, role: role as Role })} options={Object.entries(t.top.roles).map(([value, label]) => ({ value, label: `${label} (${t.team.roleHints[value as Role]})` }))} />
        <Pick label={t.team.columns.language} value={form.language} onChange={(next) => setForm({ ...form, language: next as Language })} options={Object.entries(t.common.language).map(([value, label]) => ({ value, label }))} />
      </Confirm>
    </>
  )
}
