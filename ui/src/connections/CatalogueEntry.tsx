import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { catalogueQuery } from '@/api/queries'
import type { CatalogueChange, CatalogueLine } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { CatalogueFields, type Draft } from './CatalogueFields'
import { aboutOf, fields, idOf, isOwn } from './catalogue'
import { useSourceName } from './useSourceName'

/** One event, property or trait in the panel: where it comes from, and who says what of it. */
export function CatalogueEntry({ id }: { id: string }) {
  const { data } = useQuery(catalogueQuery)
  const line = data?.items.find((one) => idOf(one) === id)
  return line ? <Opened line={line} /> : null
}

function Opened({ line }: { line: CatalogueLine }) {
  const { t, f } = useWords()
  const c = t.catalogue
  const { mayEdit } = useSession()
  const sourceName = useSourceName()
  return (
    <div className="stack" data-testid="catalogue-entry">
      <p className="soft small">
        {c.one[line.kind]}{line.kind === 'property' && ` · ${line.event}`}{line.value_type && ` · ${c.type(line.value_type)}`}
      </p>
      {line.last_at
        ? <p>{line.kind === 'trait' ? c.people(line.count) : c.times(line.count)}{line.share !== null && ` · ${c.inShare(f.percent(line.share))}`} · {c.last(f.time(line.last_at))}</p>
        : <p className="soft">{c.notSeen}</p>}
      {line.sources.length > 0 && <p className="small"><span className="soft">{c.sources}</span> {line.sources.map(sourceName).join(' · ')}</p>}
      <p className="small soft">{line.planned ? `${c.planned} ${mayEdit ? c.toPlan : ''}` : c.unplanned}</p>
      {line.masked && <p className="note small" data-testid="is-masked">{c.masked}</p>}
      <Form line={line} />
    </div>
  )
}

const drafted = (line: CatalogueLine) => Object.fromEntries(fields.map((field) => [field, isOwn(line[field]) ? line[field].value : ''])) as Draft

function Form({ line }: { line: CatalogueLine }) {
  const { t } = useWords()
  const c = t.catalogue
  const { mayEdit } = useSession()
  const client = useQueryClient()
  const [draft, setDraft] = useState<Draft>(() => drafted(line))
  const levels: Record<string, string> = c.levels
  const hints = Object.fromEntries(fields.map((field) => {
    const told = line[field]
    const word = field === 'sensitivity' ? levels[told.value] ?? told.value : told.value
    return [field, told.value && !isOwn(told) ? `${word} (${c.origins[told.origin] ?? ''})` : '']
  })) as Draft
  const save = useMutation({
    mutationFn: () => api.post<CatalogueChange>('/catalogue', { entries: [aboutOf(line)], ...draft }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['catalogue'] })
      void client.invalidateQueries({ queryKey: ['plan'] })
    },
  })
  const dirty = fields.some((field) => draft[field].trim() !== drafted(line)[field])
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); save.mutate() }}>
      <CatalogueFields draft={draft} onChange={(next) => { setDraft(next); save.reset() }} hints={hints} nothing={c.undecided} disabled={!mayEdit} />
      {save.error && <ErrorNote error={save.error} />}
      {save.isSuccess && !dirty && <p className="note good" role="status">{c.saved}</p>}
      {mayEdit && <div><Button type="submit" loading={save.isPending} disabled={!dirty} data-testid="save-entry">{c.save}</Button></div>}
    </form>
  )
}
