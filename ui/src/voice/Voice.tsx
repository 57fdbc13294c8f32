import '@/people/people.css'
import './voice.css'
import { SegmentedControl } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { voiceQuery, voiceSentencesQuery } from '@/api/queries'
import type { Voice as Seen } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { Loaded } from '@/parts/Loaded'
import { Page, Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { Sentences } from './Sentences'
import { TopicBars } from './TopicBars'
import { TryText } from './TryText'
import { Weeks } from './Weeks'

const stretches = ['30', '90', '365', '3650']
export const feelings = ['positive', 'negative', 'neutral'] as const

/** What customers write: praised and criticised by topic, how that went by week, and the sentences themselves. */
export function Voice() {
  const { t } = useWords()
  const v = t.voice
  const [days, setDays] = useState('90')
  const [topic, setTopic] = useState('')
  const query = useQuery(voiceQuery({ days, topic: topic || undefined }))
  return (
    <Page title={v.title} lead={v.lead} testid="voice" actions={<Pick bare label={v.stretch} value={days} onChange={setDays} options={stretches.map((value) => ({ value, label: v.days[value] ?? value }))} testid="voice-days" />}>
      <Loaded query={query}>{(seen) => (seen.totals.texts === 0 ? <Nothing seen={seen} /> : <Said seen={seen} days={days} topic={topic} onTopic={setTopic} />)}</Loaded>
      <TryText />
    </Page>
  )
}

function Nothing({ seen }: { seen: Seen }) {
  const { t } = useWords()
  const term = useTerm()
  return <Empty picture="list">{t.voice.empty(seen.events.map((name) => term('event', name)).join(t.voice.between))}</Empty>
}

function Said({ seen, days, topic, onTopic }: { seen: Seen; days: string; topic: string; onTopic: (topic: string) => void }) {
  const { t, f } = useWords()
  const v = t.voice
  const [feeling, setFeeling] = useState('')
  const sentences = useInfiniteQuery(voiceSentencesQuery({ days, topic: topic || undefined, feeling: feeling || undefined }))
  const title = seen.topics.find((one) => one.topic === topic)?.title
  const totals = seen.totals
  const numbers = [[v.texts, totals.texts], [v.people, totals.people], [v.positive, totals.positive], [v.negative, totals.negative], [v.neutral, totals.neutral]] as const
  return (
    <>
      <dl className="totals voice-numbers">{numbers.map(([name, value]) => <div key={name}><dt className="label">{name}</dt><dd className="strong">{f.number(value)}</dd></div>)}</dl>
      <div className="halves">
        <Section title={v.byTopic} side={<span className="soft small">{v.choose}</span>}><TopicBars topics={seen.topics} chosen={topic} onChoose={onTopic} /></Section>
        <Section title={v.byWeek} side={title && <span className="soft small">{title}</span>}><Weeks weeks={seen.weeks} /></Section>
      </div>
      <Section
        title={title ? v.sentencesOf(title) : v.sentences}
        testid="voice-sentences"
        side={<SegmentedControl size="xs" value={feeling} onChange={setFeeling} data={[{ value: '', label: v.all }, ...feelings.map((value) => ({ value, label: v[value] }))]} aria-label={v.feeling} data-testid="voice-feeling" />}
      >
        <Sentences query={sentences} titles={Object.fromEntries(seen.topics.map((one) => [one.topic, one.title]))} />
      </Section>
    </>
  )
}
