import './journeys.css'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import { journeyQuery } from '@/api/queries'
import type { Journey, JourneyView } from '@/api/types'
import { useCampaign } from '@/campaigns/editing'
import { usePanelContent } from '@/frame/panel'
import { Empty } from '@/parts/Empty'
import { Bones } from '@/parts/Loaded'
import { Section } from '@/parts/Page'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { layout, removeStep, replaceStep, simpleJourney } from './layout'
import { Rehearse } from './Rehearse'
import { StepEditor } from './StepEditor'
import { StepTable } from './StepTable'

const Canvas = lazy(() => import('./Canvas'))

/** The journey drawn with live counts; a chosen step opens beside it. */
export function JourneyTab() {
  const { t } = useWords()
  const { view, document: campaign, change, readOnly } = useCampaign()
  const { data: counts } = useQuery(journeyQuery(view.document.id, view.state === 'live'))
  const [chosen, setChosen] = useState<string | null>(null)
  const [table, setTable] = useState(false)
  const journey = campaign.journey
  const step = journey?.steps.find((one) => one.id === chosen)

  const panel = useMemo(() => {
    if (!journey || !step) return null
    const set = (next: Journey) => change({ journey: next })
    return {
      title: t.journeys.kinds[step.kind],
      body: (
        <StepEditor
          step={step}
          journey={journey}
          variants={campaign.variants}
          readOnly={readOnly}
          counts={counts?.steps.find((one) => one.id === step.id)}
          onChange={(next) => set(replaceStep(journey, next))}
          onJourney={set}
          onRemove={() => {
            set(removeStep(journey, step.id))
            setChosen(null)
          }}
        />
      ),
    }
  }, [journey, step, campaign.variants, readOnly, counts, change, t])
  usePanelContent(panel)

  if (!journey || journey.steps.length === 0) {
    const start = !readOnly && <button type="button" className="link" onClick={() => change({ journey: simpleJourney(campaign.variants.map((one) => one.id)) })} data-testid="simple-journey">{t.journeys.createSimple}</button>
    return <Empty picture="flow" action={start}>{t.journeys.none}</Empty>
  }
  return (
    <div className="stack wide" data-testid="journey">
      {counts && counts.version !== null && <Numbers counts={counts} />}
      <div>
        <div className="row between" style={{ marginBottom: 8 }}>
          <Rules journey={journey} version={counts?.version ?? null} />
          <button type="button" className="link small" onClick={() => setTable(!table)} data-testid="journey-table">{table ? t.journeys.asCanvas : t.journeys.asTable}</button>
        </div>
        {table ? (
          <StepTable journey={journey} order={layout(journey).map((one) => one.id)} counts={counts} variants={campaign.variants} onChoose={setChosen} />
        ) : (
          <Suspense fallback={<Bones lines={12} />}>
            <Canvas journey={journey} counts={counts} variants={campaign.variants} chosen={chosen} onChoose={setChosen} />
          </Suspense>
        )}
        <p className="soft small" style={{ marginTop: 8 }}>{t.journeys.editHint}</p>
      </div>
      <Section title={t.journeys.rehearsal}><Rehearse campaign={view.document.id} /></Section>
    </div>
  )
}

function Numbers({ counts }: { counts: JourneyView }) {
  const { t, f } = useWords()
  const rows = [[t.journeys.entered, counts.entered], [t.journeys.inFlight, counts.in_flight], [t.journeys.finished, counts.finished], [t.journeys.holdout, counts.holdout]] as const
  return (
    <dl className="journey-numbers" data-testid="journey-numbers">
      {rows.map(([name, value]) => <div key={name}><dt className="label">{name}</dt><dd>{f.number(value)}</dd></div>)}
    </dl>
  )
}

function Rules({ journey, version }: { journey: Journey; version: number | null }) {
  const { t } = useWords()
  const term = useTerm()
  const exits = journey.exit.map((exit) => (exit.kind === 'event' ? t.journeys.exitEvent(term('event', exit.name)) : t.journeys.exitAudience))
  return (
    <p className="soft small">
      {version === null ? t.journeys.unpublished : t.journeys.version(version)} · {t.journeys.reentry}: {t.journeys.reentries[journey.reentry]}
      {exits.length > 0 && <> · {t.journeys.exits}: {exits.join(', ')}</>}
    </p>
  )
}
