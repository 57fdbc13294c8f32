import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { traitPreviewQuery } from '@/api/queries'
import type { ComputedTraitPreview, TraitDefinition } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Bones } from '@/parts/Loaded'
import { readable } from '@/parts/Value'
import { amount } from './definition'
import { useWords } from '@/text'
import { canBeTried } from './definition'

/** Who would have the trait as it stands on the screen, and which values. */
export function TraitPreview({ definition }: { definition: TraitDefinition }) {
  const [late] = useDebouncedValue(definition, 450)
  const query = useQuery({ ...traitPreviewQuery(late), enabled: canBeTried(late) })
  return (
    <aside className="rule-size stack" aria-live="polite" data-testid="trait-preview">
      {query.isError && <ErrorNote error={query.error} />}
      {!query.data && query.isFetching && <Bones lines={5} />}
      {query.data && !query.isError && <div style={{ opacity: query.isPlaceholderData ? 0.5 : 1 }} className="stack"><Values found={query.data} /></div>}
    </aside>
  )
}

function Values({ found }: { found: ComputedTraitPreview }) {
  const { t, f } = useWords()
  const most = found.values[0]?.people ?? 1
  const numbers = found.smallest !== null && found.median !== null && found.largest !== null
  return (
    <>
      <div>
        <p className="label">{t.traits.preview}</p>
        <p className="reading" data-testid="trait-text">{found.definition_text}</p>
        <p className="strong" data-testid="trait-people" style={{ marginTop: 8 }}>{t.traits.have(f.number(found.people), f.number(found.total))}</p>
        {numbers && <p className="small">{t.traits.spread(f.number(found.smallest ?? 0), f.number(found.median ?? 0), f.number(found.largest ?? 0))}</p>}
        <p className="soft small">{t.traits.computedIn(f.number(Math.max(1, found.milliseconds)))}</p>
      </div>
      {found.people === 0 && <p className="soft">{t.traits.nobody}</p>}
      {found.values.length > 0 && (
        <div>
          <p className="label">{t.traits.commonest}</p>
          <div className="value-bars">
            {found.values.map((one) => (
              <div key={one.value} style={{ display: 'contents' }}>
                <span className="cut">{readable(amount(one.value, f.number))}</span>
                <span className="bar" style={{ width: `${(one.people / most) * 100}%` }} aria-hidden="true" />
                <span className="soft small">{t.common.noun.people(one.people)}</span>
              </div>
            ))}
          </div>
        </div>
      )}
      {found.sample.length > 0 && (
        <div>
          <p className="label">{t.traits.sample}</p>
          <ul>
            {found.sample.map((one) => (
              <li key={one.person_id} className="row between">
                <Link className="cut" to="/people/$key" params={{ key: String(one.person_id) }}>{one.name ?? one.email ?? one.person_id}</Link>
                <span>{readable(amount(one.value, f.number))}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
