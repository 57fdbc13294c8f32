import '@/people/people.css'
import './predictions.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { predictionsQuery } from '@/api/queries'
import type { PredictorCard } from '@/api/types'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { Card } from './Card'
import { NewPrediction } from './NewPrediction'

/** What the hub says of people's future: all predictors by name, and the card of the chosen one. */
export function Predictions() {
  const { t } = useWords()
  const { mayEdit } = useSession()
  const query = useQuery(predictionsQuery)
  const [chosen, setChosen] = useState<string | null>(null)
  const [making, setMaking] = useState(false)
  const choose = (name: string) => {
    setMaking(false)
    setChosen(name)
  }
  return (
    <Page title={t.predictions.title} lead={t.predictions.lead} testid="predictions" actions={mayEdit && !making && <Button variant="default" onClick={() => setMaking(true)} data-testid="predict-new">{t.predictions.make}</Button>}>
      <Loaded query={query}>
        {(cards) => {
          const card = cards.find((one) => one.name === chosen) ?? cards[0]
          return (
            <div className="predictors">
              <nav aria-label={t.predictions.title}>{cards.map((one) => <Choice key={one.name} card={one} current={!making && one === card} onChoose={choose} />)}</nav>
              {making ? <NewPrediction onMade={choose} onClose={() => setMaking(false)} /> : card && <Card key={card.name} card={card} />}
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}

function Choice({ card, current, onChoose }: { card: PredictorCard; current: boolean; onChoose: (name: string) => void }) {
  const { t, f } = useWords()
  const p = t.predictions
  const state = card.standing ? p.standing(f.number(card.standing.people)) : card.trainings.length > 0 ? p.refusedShort : p.untrainedShort
  return (
    <button type="button" aria-current={current ? 'page' : undefined} onClick={() => onChoose(card.name)} data-testid="predictor-choice" data-name={card.name}>
      <span className="strong">{card.title}</span>
      <span className={`small state ${card.standing ? 'live' : card.trainings.length > 0 ? 'in_review' : 'draft'}`}>{state}</span>
    </button>
  )
}
