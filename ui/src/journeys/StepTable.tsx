import type { Journey, JourneyView, Variant } from '@/api/types'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { stepText } from './stepText'

interface StepTableProps {
  journey: Journey
  order: string[]
  counts: JourneyView | undefined
  variants: Variant[]
  onChoose: (id: string) => void
}

/** The same journey as rows: for a screen reader, a narrow screen, or a copy into a sheet. */
export function StepTable({ journey, order, counts, variants, onChoose }: StepTableProps) {
  const words = useWords()
  const term = useTerm()
  const { t, f } = words
  const j = t.journeys
  return (
    <div className="table-wrap">
      <table className="list">
        <caption className="sr">{j.asTable}</caption>
        <thead>
          <tr>
            <th scope="col">{j.step}</th>
            {[j.entered, j.waiting, j.left, j.sent, j.notSent].map((name) => <th key={name} scope="col" className="num">{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {order.map((id) => {
            const step = journey.steps.find((one) => one.id === id)
            const live = counts?.steps.find((one) => one.id === id)
            if (!step) return null
            const not = live?.not_sent.reduce((sum, one) => sum + one.count, 0)
            return (
              <tr key={id}>
                <td>
                  <button type="button" className="link" onClick={() => onChoose(id)}>{j.kinds[step.kind]}</button> <span className="soft">{stepText(step, variants, words, term)}</span>
                </td>
                <td className="num">{f.number(live?.entered)}</td>
                <td className="num">{f.number(live?.waiting)}</td>
                <td className="num">{f.number(live?.left)}</td>
                <td className="num">{step.kind === 'send' ? f.number(live?.sent) : ''}</td>
                <td className="num">{step.kind === 'send' ? f.number(not) : ''}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
