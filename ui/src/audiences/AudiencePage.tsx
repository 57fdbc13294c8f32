import { Button, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, part } from '@/api/client'
import { audienceQuery, membersQuery } from '@/api/queries'
import type { Audience, Member, Rule } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { EndlessTable, type Column } from '@/parts/Table'
import { Tabs } from '@/parts/Tabs'
import { readable } from '@/parts/Value'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { RuleBuilder } from './RuleBuilder'
import { RulePreview } from './RulePreview'
import { SizeHistory } from './SizeHistory'

export function AudiencePage() {
  const { id = '', tab = 'rule' } = useParams({ strict: false })
  const { t } = useWords()
  const query = useQuery({ ...audienceQuery(id), enabled: id !== 'new' })
  if (id === 'new') return <Inside key="new" audience={null} tab="rule" />
  if (!query.data) return <Page title={t.audiences.title}><Loaded query={query}>{() => null}</Loaded></Page>
  return <Inside key={`${id}/${query.data.version}`} audience={query.data} tab={tab} />
}

interface Draft {
  name: string
  description: string
  rule: Rule
}

function Inside({ audience, tab }: { audience: Audience | null; tab: string }) {
  const { t, f } = useWords()
  const { mayEdit } = useSession()
  const [draft, setDraft] = useState<Draft>({ name: audience?.name ?? '', description: audience?.description ?? '', rule: audience?.rule ?? { kind: 'everyone' } })
  const to = `/audiences/${audience?.id ?? 'new'}`
  const lead = audience && (
    <span>
      {t.audiences.version(audience.version)} · {audience.size === null ? t.audiences.notComputed : t.common.noun.people(audience.size)} · {t.audiences.entered(f.number(audience.entered_7d))} {t.audiences.left(f.number(audience.left_7d))} ({t.audiences.columns.moved})
      {audience.campaigns.length > 0 && <> · {t.audiences.columns.campaigns} {audience.campaigns.map((one) => <Link key={one.id} to="/campaigns/$id" params={{ id: one.id }}>{one.name} </Link>)}</>}
    </span>
  )
  return (
    <Page title={audience?.name ?? t.audiences.newName} lead={lead} testid="audience" actions={mayEdit && <Actions audience={audience} draft={draft} />}>
      {audience && (
        <Tabs label={t.audiences.title} here={tab} tabs={[{ key: 'rule', title: t.audiences.tabs.rule, to }, { key: 'members', title: t.audiences.tabs.members, to: `${to}/members` }, { key: 'sizes', title: t.audiences.tabs.sizes, to: `${to}/sizes` }]} />
      )}
      {tab === 'members' && audience ? (
        <Members id={audience.id} />
      ) : tab === 'sizes' && audience ? (
        <SizeHistory id={audience.id} />
      ) : (
        <div className="columns">
          <div className="stack wide">
            <div className="field-row">
              <TextInput label={t.common.name} value={draft.name} readOnly={!mayEdit} onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })} data-testid="audience-name" />
              <TextInput label={t.common.description} value={draft.description} readOnly={!mayEdit} onChange={(event) => setDraft({ ...draft, description: event.currentTarget.value })} />
            </div>
            <RuleBuilder rule={draft.rule} onChange={(rule) => setDraft({ ...draft, rule })} disabled={!mayEdit} />
          </div>
          <RulePreview rule={draft.rule} own={audience?.id} />
        </div>
      )}
    </Page>
  )
}

function Actions({ audience, draft }: { audience: Audience | null; draft: Draft }) {
  const { t } = useWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const changed = !audience || JSON.stringify([audience.name, audience.description, audience.rule]) !== JSON.stringify([draft.name, draft.description, draft.rule])

  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      const saved = audience ? await api.put<Audience>(`/audiences/${part(audience.id)}`, draft) : await api.post<Audience>('/audiences', draft)
      await client.invalidateQueries({ queryKey: ['audiences'] })
      client.setQueryData(['audiences', saved.id], saved)
      if (!audience) void navigate({ to: `/audiences/${saved.id}` })
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  const remove = async () => {
    if (!audience) return
    await api.remove(`/audiences/${part(audience.id)}`)
    void navigate({ to: '/audiences' })
    void client.invalidateQueries({ queryKey: ['audiences'] })
  }
  return (
    <>
      {error !== null && <ErrorNote error={error} />}
      {audience && <Button variant="subtle" color="gray" onClick={() => setAsking(true)}>{t.audiences.delete}</Button>}
      <Button loading={busy} disabled={!changed || draft.name.trim() === ''} onClick={() => void save()} data-testid="save-audience">
        {audience ? t.audiences.save : t.audiences.saveNew}
      </Button>
      {audience && (
        <Confirm open={asking} onClose={() => setAsking(false)} title={t.audiences.deleteTitle(audience.name)} action={t.audiences.deleteConfirm} onAction={remove} danger>
          <p>{t.audiences.deleteBody}</p>
        </Confirm>
      )}
    </>
  )
}

function Members({ id }: { id: string }) {
  const { t, f } = useWords()
  const query = useInfiniteQuery(membersQuery(id))
  const columns: Column<Member>[] = [
    { key: 'name', title: t.common.name, cell: (row) => row.name ?? t.people.unnamed },
    { key: 'email', title: t.people.columns.email, cell: (row) => row.email ?? '' },
    { key: 'because', title: t.people.because, cell: (row) => <span className="soft">{readable(row.because)}</span> },
    { key: 'since', title: t.common.when, num: true, cell: (row) => f.time(row.since) },
  ]
  return <EndlessTable columns={columns} query={query} id={(row) => String(row.person_id)} link={(row) => `/people/${row.person_id}`} caption={t.audiences.tabs.members} empty={<p className="soft">{t.audiences.noMembers}</p>} testid="members" />
}
