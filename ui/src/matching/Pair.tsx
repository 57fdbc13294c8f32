import { Button, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { MatchProposal } from '@/api/types'
import { shownName } from '@/session/useSession'
import { useWords } from '@/text'
import { fieldName, inWords, length, share } from './say'

interface PairProps {
  pair: MatchProposal
  mayDecide: boolean
  masked: boolean
  onDecide: (verb: 'approve' | 'refuse' | 'reopen', reason: string) => void
}

/** Both people side by side: who they are, each field with how far it agrees, and the decision. */
export function Pair({ pair, mayDecide, masked, onDecide }: PairProps) {
  const { t, f, language } = useWords()
  const m = t.matching
  const [reason, setReason] = useState('')
  const open = pair.state === 'open'
  const who = pair.decided_by === 'policy' ? m.policyName : pair.decided_by && shownName(pair.decided_by, language)
  return (
    <article className="match-pair" data-testid="match-pair" aria-label={inWords(pair.probability, m.words)}>
      <header className="row between">
        <h2>{inWords(pair.probability, m.words)}</h2>
        <span className="soft">{m.probability(share(pair.probability))}</span>
      </header>
      <div className="table-wrap">
        <table className="list match-fields" data-testid="match-fields">
          <thead>
            <tr>
              <th scope="col">{m.field}</th>
              <th scope="col"><Side side={pair.a} /></th>
              <th scope="col"><Side side={pair.b} /></th>
              <th scope="col">{m.agreement}</th>
            </tr>
          </thead>
          <tbody>
            {pair.fields.map((field) => (
              <tr key={field.field} data-level={field.level}>
                <th scope="row">{fieldName(field.field, field.kind, m)}</th>
                <td data-label={pair.a.name ?? m.person(pair.a.person_id)}>{field.a_value ?? <span className="soft">{m.noValue}</span>}</td>
                <td data-label={pair.b.name ?? m.person(pair.b.person_id)}>{field.b_value ?? <span className="soft">{m.noValue}</span>}</td>
                <td data-label={m.agreement}><Bar weight={field.weight} word={m.levels[field.level]} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pair.decided_at && who && (
        <p className="soft small" data-testid="match-decided">
          {m.states[pair.state]} · {m.decided(who, f.time(pair.decided_at))}{pair.reason && ` · ${m.because}: ${pair.reason}`}
        </p>
      )}
      {masked && <p className="note">{m.masked}</p>}
      {mayDecide && open && (
        <div className="stack">
          <TextInput label={m.reason} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={500} />
          <div className="row">
            <Button onClick={() => onDecide('approve', reason)} data-testid="match-approve">{m.approve}</Button>
            <Button variant="default" onClick={() => onDecide('refuse', reason)} data-testid="match-refuse">{m.refuse}</Button>
          </div>
          <p className="soft small reading">{m.later} <span className="match-keys">{m.keys}</span></p>
        </div>
      )}
      {mayDecide && ['approved', 'refused', 'undone'].includes(pair.state) && (
        <div><Button variant="default" onClick={() => onDecide('reopen', reason)} data-testid="match-reopen">{m.reopen}</Button></div>
      )}
    </article>
  )
}

function Side({ side }: { side: MatchProposal['a'] }) {
  const { t, f } = useWords()
  return (
    <>
      <Link to="/people/$key" params={{ key: String(side.person_id) }} className="title">{side.name ?? t.matching.person(side.person_id)}</Link>
      <span className="match-facts">{t.matching.identifiers(side.identifiers)}<br />{t.matching.seen(f.day(side.first_seen), f.day(side.last_seen))}</span>
    </>
  )
}

/** From the middle to the right what speaks for one person, to the left what speaks against it. */
function Bar({ weight, word }: { weight: number; word: string }) {
  const { t } = useWords()
  const against = weight < 0
  const says = Math.abs(weight) < 0.05 ? 'neither' : against ? 'against' : 'for'
  const width = `${length(weight) * 50}%`
  return (
    <span className="match-agreement" title={t.matching.speaks[says]}>
      <span>{word}</span>
      <span className="match-bar" aria-hidden="true">
        <span className={against ? 'against' : 'for'} style={{ width, left: against ? `calc(50% - ${width})` : '50%' }} />
      </span>
      <span className="sr">{t.matching.speaks[says]}</span>
    </span>
  )
}
