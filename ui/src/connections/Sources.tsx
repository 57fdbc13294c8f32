import './connections.css'
import { Button, Switch, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, part } from '@/api/client'
import { sourcesQuery, statusQuery } from '@/api/queries'
import type { Source } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { Copy } from '@/parts/Copy'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Page, Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { DoorRules } from './DoorRules'
import { Equation } from './Equation'
import { MachineKeys } from './MachineKeys'

export function Sources() {
  const { t } = useWords()
  const { mayEdit, mayManage } = useSession()
  const query = useQuery(sourcesQuery)
  const { data: status } = useQuery(statusQuery)
  return (
    <Page title={t.connections.title} actions={mayEdit && <Create />} testid="sources">
      {status && (
        <Section title={t.connections.equation}>
          <Equation counters={status.counters} waiting={status.counters.waiting} large />
        </Section>
      )}
      <Section title={t.menu.sources}>
        <Loaded query={query}>
          {(sources) => (sources.length === 0 ? <Empty picture="plug" action={mayEdit && <Create />}>{t.connections.empty}</Empty> : sources.map((source) => <OneSource key={source.id} source={source} />))}
        </Loaded>
      </Section>
      {mayManage && <MachineKeys />}
    </Page>
  )
}

function OneSource({ source }: { source: Source }) {
  const { t, f } = useWords()
  const { mayEdit } = useSession()
  const client = useQueryClient()
  const c = t.connections
  const kinds: Record<string, string> = c.kinds
  const toggle = useMutation({
    mutationFn: (active: boolean) => api.patch<Source>(`/sources/${part(source.id)}`, { active }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sources'] }),
  })
  return (
    <div className="source" data-testid="source">
      <div className="stack tight">
        <span className="row"><span className="strong">{source.name}</span><span className="soft small">{kinds[source.kind] ?? source.kind}</span></span>
        <Switch size="xs" label={c.active} checked={source.active} disabled={!mayEdit || toggle.isPending} onChange={(event) => toggle.mutate(event.currentTarget.checked)} />
      </div>
      <div className="stack tight">
        <Equation counters={source.counters} />
        <p className="soft small">{c.lastEvent}: {source.last_event_at ? f.time(source.last_event_at) : c.never}</p>
        {source.write_key && (
          <span className="key"><span className="soft small nowrap">{c.key}</span><code data-testid="write-key">{source.write_key}</code><Copy text={source.write_key} label={c.copyKey} /></span>
        )}
        {mayEdit && source.kind !== 'hub' && <DoorRules source={source} />}
        {!source.last_event_at && source.kind !== 'hub' && source.kind !== 'import' && (
          <div>
            <p className="soft small">{c.how}</p>
            <pre className="note">{`curl ${location.origin}/v1/track -u ${source.write_key}: -H 'Content-Type: application/json' -d '{"userId":"1","event":"Order Completed","properties":{"revenue":12.5}}'`}</pre>
          </div>
        )}
      </div>
    </div>
  )
}

/** The hub's own source is made by the hub. */
const makeable = ['web', 'server', 'app', 'import'] as const

function Create() {
  const { t } = useWords()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [name, setName] = useState('')
  const [kind, setKind] = useState('web')
  const create = async () => {
    await api.post<Source>('/sources', { name, kind })
    setName('')
    void client.invalidateQueries({ queryKey: ['sources'] })
  }
  return (
    <>
      <Button onClick={() => setAsking(true)} data-testid="new-source">{t.connections.create}</Button>
      <Confirm open={asking} onClose={() => setAsking(false)} title={t.connections.create} action={t.connections.createConfirm} ready={name.trim() !== ''} onAction={create}>
        <TextInput data-autofocus label={t.common.name} value={name} onChange={(event) => setName(event.currentTarget.value)} data-testid="source-name" />
        <Pick label={t.connections.kind} value={kind} onChange={setKind} options={makeable.map((value) => ({ value, label: t.connections.kinds[value] }))} />
      </Confirm>
    </>
  )
}
