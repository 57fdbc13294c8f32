import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import type { CatalogueChange, CatalogueLine } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { useWords } from '@/text'
import { CatalogueFields, type Draft } from './CatalogueFields'
import { aboutOf, fields } from './catalogue'

const nothing: Draft = { owner: '', steward: '', sensitivity: '', purpose: '' }

/** Says the same of many lines at once; what is left empty stays. */
export function CatalogueBulk({ lines, onDone }: { lines: CatalogueLine[]; onDone: () => void }) {
  const { t } = useWords()
  const c = t.catalogue
  const client = useQueryClient()
  const [draft, setDraft] = useState<Draft>(nothing)
  const said = Object.fromEntries(fields.map((field) => [field, draft[field].trim()] as const).filter(([, value]) => value))
  const save = useMutation({
    mutationFn: () => api.post<CatalogueChange>('/catalogue', { entries: lines.map(aboutOf), ...said }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['catalogue'] })
      void client.invalidateQueries({ queryKey: ['plan'] })
      onDone()
    },
  })
  return (
    <form className="catalogue-bulk" onSubmit={(event) => { event.preventDefault(); save.mutate() }} data-testid="catalogue-bulk">
      <div className="row between">
        <p><span className="strong">{c.chosen(lines.length)}</span> <span className="soft small">{c.bulkHint}</span></p>
        <Button size="xs" variant="subtle" color="gray" onClick={onDone}>{c.unchoose}</Button>
      </div>
      <div className="catalogue-fields"><CatalogueFields draft={draft} onChange={setDraft} hints={nothing} nothing={c.keep} bare /></div>
      {save.error && <ErrorNote error={save.error} />}
      <div><Button type="submit" loading={save.isPending} disabled={Object.keys(said).length === 0} data-testid="save-bulk">{c.saveMany(lines.length)}</Button></div>
    </form>
  )
}
