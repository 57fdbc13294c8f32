import type { CatalogueField, CatalogueLine } from '@/api/types'

export const fields: CatalogueField[] = ['owner', 'steward', 'sensitivity', 'purpose']
export const levels = ['public', 'internal', 'personal', 'special'] as const
export type Kind = CatalogueLine['kind']

export interface CatalogueFilter {
  text: string
  kind: Kind | ''
  gap: CatalogueField | ''
}

export const idOf = (line: Pick<CatalogueLine, 'kind' | 'event' | 'name'>) => [line.kind, line.event, line.name].join('\n')
export const titleOf = (line: Pick<CatalogueLine, 'kind' | 'event' | 'name'>) => line.name || line.event
export const aboutOf = ({ kind, event, name }: CatalogueLine) => ({ kind, event, name })

/** Said of the thing itself, so that it can be taken back there. */
export const isOwn = (told: CatalogueLine['owner']) => told.origin === 'plan' || told.origin === 'catalogue'

/** The lines that a filter lets through; words may stand anywhere, in any order. */
export function filtered(lines: CatalogueLine[], filter: CatalogueFilter): CatalogueLine[] {
  const words = filter.text.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  return lines.filter((line) => {
    if (filter.kind && line.kind !== filter.kind) return false
    if (filter.gap && !line.gaps.includes(filter.gap)) return false
    if (words.length === 0) return true
    const all = [line.event, line.name, ...fields.map((field) => line[field].value)].join('\n').normalize('NFKC').toLowerCase()
    return words.every((word) => all.includes(word))
  })
}
