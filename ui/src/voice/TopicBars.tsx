import type { VoiceTopic } from '@/api/types'
import { useWords } from '@/text'

/** Criticism to the left, praise to the right of one line; a topic is chosen by click, and left again by another. */
export function TopicBars({ topics, chosen, onChoose }: { topics: VoiceTopic[]; chosen: string; onChoose: (topic: string) => void }) {
  const { t, f } = useWords()
  const v = t.voice
  const high = Math.max(1, ...topics.flatMap((one) => [one.positive, one.negative]))
  return (
    <ul className="voice-topics" data-testid="voice-topics">
      {topics.map((one) => (
        <li key={one.topic}>
          <button type="button" aria-pressed={one.topic === chosen} onClick={() => onChoose(one.topic === chosen ? '' : one.topic)} data-topic={one.topic}>
            <span className="voice-topic">{one.title}</span>
            <span className="right soft small">{f.number(one.negative)}</span>
            <span className="track left" aria-hidden="true"><span className="bar negative" style={{ width: `${(one.negative / high) * 100}%` }} /></span>
            <span className="track" aria-hidden="true"><span className="bar positive" style={{ width: `${(one.positive / high) * 100}%` }} /></span>
            <span className="soft small">{f.number(one.positive)}</span>
            <span className="small voice-change"><Change one={one} /></span>
            <span className="sr">{v.spoken(f.number(one.negative), f.number(one.positive))}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** How the share of criticism moved against the stretch before, where both say enough. */
function Change({ one }: { one: VoiceTopic }) {
  const { t, f } = useWords()
  const [now, before] = [one.positive + one.negative, one.positive_before + one.negative_before]
  if (now < 5 || before < 5) return null
  const moved = one.negative / now - one.negative_before / before
  if (Math.abs(moved) < 0.05) return null
  return <span className={moved > 0 ? 'bad' : 'good'} title={t.voice.changeHint}>{moved > 0 ? '▲' : '▼'} {f.percent(Math.abs(moved))}</span>
}
