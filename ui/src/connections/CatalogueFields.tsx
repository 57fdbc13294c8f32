import { TextInput } from '@mantine/core'
import { useId } from 'react'
import type { CatalogueField, CatalogueLine } from '@/api/types'
import { useQuery } from '@tanstack/react-query'
import { catalogueQuery } from '@/api/queries'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'
import { fields, levels } from './catalogue'

export type Draft = Record<CatalogueField, string>

interface CatalogueFieldsProps {
  draft: Draft
  onChange: (draft: Draft) => void
  /** What holds where nothing is said: shown in the empty field. */
  hints: Draft
  /** The choice of sensitivity that says nothing. */
  nothing: string
  disabled?: boolean
  /** Without the explanations of the fields. */
  bare?: boolean
}

/** Owner, steward, sensitivity, purpose; what others are called already is offered. */
export function CatalogueFields({ draft, onChange, hints, nothing, disabled, bare }: CatalogueFieldsProps) {
  const { t } = useWords()
  const c = t.catalogue
  const id = useId()
  const { data } = useQuery(catalogueQuery)
  const known = (field: CatalogueField) => [...new Set((data?.items ?? []).map((line: CatalogueLine) => line[field].value).filter(Boolean))].toSorted()
  const said: Partial<Record<CatalogueField, string>> = { owner: c.ownerHint, steward: c.stewardHint, purpose: c.purposeHint }
  return fields.map((field) => field === 'sensitivity'
    ? (
      <div key={field}>
        <Pick label={c.fields.sensitivity} value={draft.sensitivity} disabled={disabled} onChange={(sensitivity) => onChange({ ...draft, sensitivity })} options={[{ value: '', label: hints.sensitivity || nothing }, ...levels.map((level) => ({ value: level, label: c.levels[level] }))]} testid="field-sensitivity" />
        {levels.filter((level) => level === draft.sensitivity).map((level) => <p key={level} className="soft small">{c.levelHints[level]}</p>)}
      </div>
    )
    : (
      <div key={field}>
        <TextInput label={c.fields[field]} description={bare ? undefined : said[field]} placeholder={hints[field]} value={draft[field]} disabled={disabled} onChange={(event) => onChange({ ...draft, [field]: event.currentTarget.value })} list={`${id}-${field}`} maxLength={field === 'purpose' ? 400 : 200} data-testid={`field-${field}`} />
        <datalist id={`${id}-${field}`}>{known(field).map((value) => <option key={value} value={value} />)}</datalist>
      </div>
    ))
}
