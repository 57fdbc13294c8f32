import { Button, Switch, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { planPresetsQuery } from '@/api/queries'
import type { Plan } from '@/api/types'
import { CodeArea } from '@/content/CodeArea'
import '@/content/content.css'
import { ErrorNote } from '@/parts/ErrorNote'
import { Pick } from '@/parts/Pick'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'

interface Props {
  plan: Plan
  draft: string | null
  onDraft: (text: string | null) => void
}

/** The plan as the text that stands in git; what is in force changes only when a text without a mistake is saved. */
export function PlanEditor({ plan, draft, onDraft }: Props) {
  const { t, language } = useWords()
  const { mayEdit } = useSession()
  const p = t.plan
  const client = useQueryClient()
  const [enforced, setEnforced] = useState(plan.version === 0 || plan.enforced)
  const [note, setNote] = useState('')
  const text = draft ?? plan.yaml
  const check = useMutation({ mutationFn: () => api.post<Plan>('/plan/check', { yaml: text }) })
  const save = useMutation({
    mutationFn: () => api.put<Plan>('/plan', { yaml: text, enforced, note, expected: plan.version }),
    onSuccess: (saved) => {
      onDraft(null)
      setNote('')
      client.setQueryData(['plan'], saved)
      void client.invalidateQueries({ queryKey: ['plan'] })
    },
  })
  const edit = (next: string) => {
    check.reset()
    save.reset()
    onDraft(next)
  }
  const error = save.error ?? check.error
  return (
    <div className="stack" style={{ gap: 16 }}>
      {mayEdit && <Start onLoad={edit} />}
      <div>
        <span className="label" id="plan-text">{p.yaml}</span>
        <CodeArea value={text} onChange={edit} flagged={new Set()} readOnly={!mayEdit} lang={language} labelledBy="plan-text" />
      </div>
      {error && <ErrorNote error={error} />}
      {check.data && !error && <p className="note good" role="status">{p.fine(Object.keys((check.data.document.events as object | undefined) ?? {}).length)}</p>}
      {save.data && <p className="note good" role="status" data-testid="plan-saved">{p.saved(save.data.version)}</p>}
      {mayEdit && (
        <>
          <div className="row wide">
            <TextInput className="grow" label={p.note} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
            <Switch label={p.enforced} checked={enforced} onChange={(event) => setEnforced(event.currentTarget.checked)} />
          </div>
          <div className="row">
            <Button onClick={() => save.mutate()} loading={save.isPending} data-testid="save-plan">{enforced ? p.save : p.saveOff}</Button>
            <Button variant="default" onClick={() => check.mutate()} loading={check.isPending} data-testid="check-plan">{p.check}</Button>
          </div>
        </>
      )}
    </div>
  )
}

function Start({ onLoad }: { onLoad: (text: string) => void }) {
  const { t } = useWords()
  const p = t.plan
  const { data: presets = [] } = useQuery(planPresetsQuery)
  const [from, setFrom] = useState('')
  const load = useMutation({
    mutationFn: async () => presets.find((one) => one.key === from)?.yaml ?? (await api.get<Plan>('/plan/inferred')).yaml,
    onSuccess: onLoad,
  })
  const options = [{ value: '', label: p.inferred }, ...presets.map((one) => ({ value: one.key, label: p.startWith(one.title, one.events) }))]
  return (
    <div className="row" style={{ alignItems: 'end' }}>
      <Pick label={p.start} value={from} onChange={setFrom} options={options} testid="plan-start" />
      <Button variant="default" onClick={() => load.mutate()} loading={load.isPending} data-testid="plan-load">{p.load}</Button>
      {load.error && <ErrorNote error={load.error} />}
    </div>
  )
}
