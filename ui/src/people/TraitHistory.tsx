import { useQuery } from '@tanstack/react-query'
import { traitHistoryQuery } from '@/api/queries'
import { useSourceName } from '@/connections/useSourceName'
import { Loaded } from '@/parts/Loaded'
import { readable } from '@/parts/Value'
import { useWords } from '@/text'

/** Every value that a trait of this person had, since when, and who said so. */
export function TraitHistory({ person, name }: { person: string; name: string }) {
  const { t, f } = useWords()
  const sourceName = useSourceName()
  const query = useQuery(traitHistoryQuery(person, name))
  return (
    <Loaded query={query}>
      {(changes) => (
        <ol className="timeline" data-testid="trait-changes">
          {changes.map((change, index) => (
            <li key={index}>
              <span className="soft small">{f.time(change.at)} · {sourceName(change.source)}</span><br />
              {change.value === null ? <span className="soft">{t.people.gone}</span> : <span className="strong">{readable(change.value)}</span>}
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  )
}
