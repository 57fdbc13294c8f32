import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import type { ReadText } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Section } from '@/parts/Page'
import { useWords } from '@/text'
import { marked } from './Sentences'

/** A text of one's own, read on the spot: so that nobody has to take the reading on trust. */
export function TryText() {
  const { t } = useWords()
  const v = t.voice
  const [text, setText] = useState('')
  const read = useMutation({ mutationFn: () => api.post<ReadText>('/voice/read', { text }) })
  return (
    <Section title={v.tryTitle} side={<span className="soft small">{v.tryHint}</span>} testid="voice-try">
      <Textarea aria-label={v.tryTitle} placeholder={v.tryExample} value={text} onChange={(event) => setText(event.currentTarget.value)} autosize minRows={2} maxRows={8} maxLength={20_000} data-testid="voice-text" />
      <div className="row" style={{ marginTop: 8 }}><Button variant="default" disabled={!text.trim()} loading={read.isPending} onClick={() => read.mutate()} data-testid="voice-read">{v.tryRead}</Button></div>
      {read.isError && <ErrorNote error={read.error} />}
      {read.data && (
        <ul className="voice-said" aria-live="polite" data-testid="voice-answer">
          {read.data.sentences.map((said, at) => (
            <li key={at} data-feeling={said.feeling}>
              <p className="reading"><span className={`voice-dot ${said.feeling}`} aria-hidden="true" />{marked(said.sentence, said.words)}</p>
              <p className="soft small">{[v[said.feeling as 'positive'], ...said.topics].join(' · ')}</p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
