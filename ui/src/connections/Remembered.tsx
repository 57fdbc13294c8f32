import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { layoutsQuery, rememberedQuery } from '@/api/queries'
import type { RememberedMapping } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Section } from '@/parts/Page'
import { Table, type Column } from '@/parts/Table'
import { useWords } from '@/text'
import { useSourceName } from './useSourceName'

/** Which files the hub knows: exports of other tools, and what somebody confirmed here. */
export function Remembered({ mayEdit }: { mayEdit: boolean }) {
  const { t, f } = useWords()
  const i = t.imports
  const client = useQueryClient()
  const sourceName = useSourceName()
  const { data: rows } = useQuery(rememberedQuery)
  const { data: layouts } = useQuery(layoutsQuery)
  const forget = useMutation({
    mutationFn: (row: RememberedMapping) => api.remove(`/imports/mappings/${row.signature}?source=${encodeURIComponent(row.source)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['imports'] }),
  })
  const columns: Column<RememberedMapping>[] = [
    { key: 'file', title: i.columns.file, cell: (row) => row.file },
    { key: 'source', title: i.columns.source, cell: (row) => sourceName(row.source) },
    { key: 'columns', title: i.column, cell: (row) => <span className="soft small">{row.columns.slice(0, 4).join(' · ')}{row.columns.length > 4 && ` … ${i.more(row.columns.length - 4)}`}</span> },
    { key: 'confirmed', title: i.confirmed, num: true, cell: (row) => <span className="soft">{f.day(row.confirmed_at)}</span> },
    ...(mayEdit ? [{ key: 'forget', title: '', cell: (row: RememberedMapping) => <Button variant="subtle" size="xs" onClick={() => forget.mutate(row)} data-testid="forget">{i.forget}</Button> }] : []),
  ]
  return (
    <Section title={i.known} testid="known">
      <p className="soft">{i.knownWhy}</p>
      {forget.error && <ErrorNote error={forget.error} />}
      {rows && rows.length > 0 && <Table columns={columns} rows={rows} id={(row) => row.signature + row.source} caption={i.known} testid="remembered-table" />}
      <details>
        <summary className="link small">{i.layouts(layouts?.length ?? 0)}</summary>
        <ul className="small">{layouts?.map((layout) => <li key={layout.key}>{layout.name}</li>)}</ul>
      </details>
    </Section>
  )
}
