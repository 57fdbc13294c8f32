import './traits.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { computedTraitsQuery } from '@/api/queries'
import type { ComputedTrait } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { notBefore } from './definition'

export function TraitList() {
  const { t } = useWords()
  const { mayEdit } = useSession()
  const query = useQuery(computedTraitsQuery)
  const create = mayEdit && <Button component={Link} to="/traits/new" data-testid="new-trait">{t.traits.create}</Button>
  return (
    <Page title={t.traits.title} lead={t.traits.lead} actions={create} testid="traits">
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0
            ? <Empty picture="people" action={create}>{t.traits.empty}</Empty>
            : <ul className="trait-cards">{rows.map((one) => <Card key={one.id} trait={one} />)}</ul>
        }
      </Loaded>
    </Page>
  )
}

function Card({ trait }: { trait: ComputedTrait }) {
  const { t, f } = useWords()
  const { now } = useSession()
  return (
    <li className="trait-card" data-testid="trait-card">
      <div className="row between">
        <Link to="/traits/$id" params={{ id: trait.id }} className="strong">{trait.name}</Link>
        <span className="strong">{trait.people === null ? '' : t.common.noun.people(trait.people)}</span>
      </div>
      <p className="reading">{trait.definition_text}</p>
      {trait.description && <p className="soft small">{trait.description}</p>}
      {trait.error && <p className="note bad small">{t.traits.failed(trait.error)}</p>}
      <p className="soft small">{trait.computed_at ? `${t.traits.computed} ${f.ago(trait.computed_at, notBefore(now, trait.computed_at))}` : t.traits.waiting}</p>
    </li>
  )
}
