import './traits.css'
import '@/audiences/audiences.css'
import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, part } from '@/api/client'
import { computedTraitQuery } from '@/api/queries'
import type { ComputedTrait, TraitDefinition } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { ErrorNote } from '@/parts/ErrorNote'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { DefinitionForm } from './DefinitionForm'
import { notBefore } from './definition'
import { TraitPreview } from './TraitPreview'

interface Draft {
  name: string
  description: string
  definition: TraitDefinition
}

export function TraitPage() {
  const { id = '' } = useParams({ strict: false })
  const { t } = useWords()
  const query = useQuery({ ...computedTraitQuery(id), enabled: id !== 'new' })
  if (id === 'new') return <Inside key="new" trait={null} />
  if (!query.data) return <Page title={t.traits.title}><Loaded query={query}>{() => null}</Loaded></Page>
  return <Inside key={`${id}/${query.data.version}`} trait={query.data} />
}

const drafted = (trait: ComputedTrait | null): Draft => ({
  name: trait?.name ?? '',
  description: trait?.description ?? '',
  definition: trait?.definition ?? { kind: 'events', event: 'Order Completed', measure: 'count', window: { kind: 'rolling', days: 90 } },
})

function Inside({ trait }: { trait: ComputedTrait | null }) {
  const { t, f } = useWords()
  const { mayEdit, now } = useSession()
  const [draft, setDraft] = useState<Draft>(() => drafted(trait))
  const lead = trait && `${t.traits.version(trait.version)} · ${trait.people === null ? t.traits.waiting : `${t.common.noun.people(trait.people)} · ${t.traits.computed} ${f.ago(trait.computed_at, notBefore(now, trait.computed_at ?? ''))}`}`
  return (
    <Page title={trait?.name ?? t.traits.create} lead={lead} testid="trait" actions={mayEdit && <Actions trait={trait} draft={draft} />}>
      {trait?.error && <p className="note bad" style={{ marginBottom: 16 }}>{t.traits.failed(trait.error)}</p>}
      <div className="columns">
        <div className="stack wide">
          <div className="field-row">
            <TextInput label={t.traits.name} description={t.traits.nameHint} value={draft.name} readOnly={!mayEdit} onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })} data-testid="trait-name" />
            <TextInput label={t.common.description} description={' '} value={draft.description} readOnly={!mayEdit} onChange={(event) => setDraft({ ...draft, description: event.currentTarget.value })} />
          </div>
          <fieldset className="rule" disabled={!mayEdit}>
            <DefinitionForm definition={draft.definition} onChange={(definition) => setDraft({ ...draft, definition })} />
          </fieldset>
        </div>
        {mayEdit && <TraitPreview definition={draft.definition} />}
      </div>
    </Page>
  )
}

function Actions({ trait, draft }: { trait: ComputedTrait | null; draft: Draft }) {
  const { t } = useWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const changed = !trait || JSON.stringify(drafted(trait)) !== JSON.stringify(draft)

  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      const saved = trait ? await api.put<ComputedTrait>(`/traits/computed/${part(trait.id)}`, draft) : await api.post<ComputedTrait>('/traits/computed', draft)
      await client.invalidateQueries({ queryKey: ['traits'] })
      client.setQueryData(['traits', saved.id], saved)
      if (!trait) void navigate({ to: '/traits/$id', params: { id: saved.id } })
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  const remove = async () => {
    if (!trait) return
    await api.remove(`/traits/computed/${part(trait.id)}`)
    void navigate({ to: '/traits' })
    void client.invalidateQueries({ queryKey: ['traits'] })
  }
  return (
    <>
      {error !== null && <ErrorNote error={error} />}
      {trait && <Button variant="subtle" color="gray" onClick={() => setAsking(true)}>{t.traits.delete}</Button>}
      <Button loading={busy} disabled={!changed || draft.name.trim() === ''} onClick={() => void save()} data-testid="save-trait">{trait ? t.traits.save : t.traits.saveNew}</Button>
      {trait && (
        <Confirm open={asking} onClose={() => setAsking(false)} title={t.traits.deleteTitle(trait.name)} action={t.traits.deleteConfirm} onAction={remove} danger>
          <p>{t.traits.deleteBody}</p>
        </Confirm>
      )}
    </>
  )
}
