import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { leadBoardQuery } from '@/api/queries'
import type { BoardStage, LeadBoardView, LeadCard } from '@/api/types'
import { Icon } from '@/parts/Icon'
import { Loaded } from '@/parts/Loaded'
import { Pick } from '@/parts/Pick'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { Answer, type Decision } from './Answer'

/** Columns by stage; in each first those for whom somebody has to do something. */
export function Board() {
  const { t } = useWords()
  const [owner, setOwner] = useState('')
  const [origin, setOrigin] = useState('')
  const [overdue, setOverdue] = useState(false)
  const query = useQuery(leadBoardQuery({ owner, origin, overdue }))
  const all = [{ value: '', label: t.leads.all }]
  const sides = (listed: LeadBoardView['origins']) => [...all, ...listed.map((one) => ({ value: one.value, label: one.value }))]
  return (
    <Loaded query={query}>
      {(board) => (
        <>
          <div className="row wide lead-filter">
            {board.origins.length > 0 && <Pick label={t.leads.origin} value={origin} onChange={setOrigin} options={sides(board.origins)} testid="lead-origin" />}
            {board.owners.length > 0 && <Pick label={t.leads.owner} value={owner} onChange={setOwner} options={sides(board.owners)} testid="lead-owner" />}
            <Checkbox label={t.leads.onlyOverdue} checked={overdue} onChange={(event) => setOverdue(event.currentTarget.checked)} data-testid="lead-overdue" />
            {board.working_hours && <span className="soft small">{t.leads.workingHours}</span>}
          </div>
          <div className="lead-board" role="list" aria-label={t.leads.board} tabIndex={0}>
            {board.stages.map((stage) => <Column key={stage.id} stage={stage} board={board} />)}
          </div>
        </>
      )}
    </Loaded>
  )
}

function Column({ stage, board }: { stage: BoardStage; board: LeadBoardView }) {
  const { t, f } = useWords()
  const l = t.leads
  const facts = [
    stage.waiting > 0 && l.waiting(f.number(stage.waiting)),
    stage.resting > 0 && l.resting(f.number(stage.resting)),
    stage.clock_hours !== null && l.clock(f.short(stage.clock_hours)),
  ].filter(Boolean)
  return (
    <section className="lead-column" role="listitem" aria-label={stage.name} data-testid={`stage-${stage.id}`}>
      <header>
        <h2>{stage.name}</h2>
        <span className="lead-count" data-testid="count">{f.number(stage.people)}</span>
      </header>
      <p className="soft small lead-facts">
        {stage.overdue > 0 && <span className="lead-late"><Icon name="clock" /> {l.overdueCount(f.number(stage.overdue))}</span>}
        {facts.join(' · ')}
      </p>
      <ul>
        {stage.cards.map((card) => <li key={card.person_id}><Card card={card} board={board} stage={stage} /></li>)}
      </ul>
      {stage.people > stage.cards.length && <p className="soft small">{l.more(f.number(stage.people - stage.cards.length))}</p>}
      {stage.people === 0 && <p className="soft small">{l.nobody}</p>}
    </section>
  )
}

function Card({ card, board, stage }: { card: LeadCard; board: LeadBoardView; stage: BoardStage }) {
  const { t, f } = useWords()
  const l = t.leads
  const { mayEdit } = useSession()
  const [asked, setAsked] = useState<Decision | null>(null)
  const waited = card.waited >= 48 ? l.days(f.number(Math.floor(card.waited / 24))) : card.waited < 1 ? l.justNow : l.hours(f.number(Math.floor(card.waited)))
  return (
    <article className={`lead-card${card.overdue ? ' late' : ''}`} data-testid="lead-card">
      <div className="row between">
        <Link to="/people/$key" params={{ key: String(card.person_id) }} className="strong">{card.name ?? card.email ?? l.unnamed(String(card.person_id))}</Link>
        <span className="lead-score" title={l.scoreAndGrade}>
          <span className="strong">{f.number(Math.floor(card.score))}</span>
          {card.grade && <span className={`grade grade-${card.grade}`} aria-label={l.grade(card.grade)}>{card.grade}</span>}
        </span>
      </div>
      <p className="soft small">{[card.origin, card.owner].filter(Boolean).join(' · ')}</p>
      {card.resting ? (
        <p className="small soft">{card.until ? l.restsUntil(f.day(card.until)) : l.setAside}</p>
      ) : (
        <p className={`small ${card.overdue ? 'lead-late' : 'soft'}`}>
          {card.overdue && <Icon name="clock" />} {card.waits ? l.waits(waited) : l.here(waited)}{card.overdue ? ` · ${l.overdue}` : ''}
        </p>
      )}
      {mayEdit && (
        <div className="row lead-acts">
          {card.waits ? (
            <>
              <button type="button" className="link strong" onClick={() => setAsked('accept')} data-testid="accept">{l.accept}</button>
              <button type="button" className="link" onClick={() => setAsked('refuse')} data-testid="refuse">{l.refuse}</button>
            </>
          ) : (
            !card.resting && stage.id !== board.stages[0]?.id && <button type="button" className="link" onClick={() => setAsked('recycle')} data-testid="recycle">{l.recycle}</button>
          )}
          <button type="button" className="link" onClick={() => setAsked('move')} data-testid="move">{l.move}</button>
        </div>
      )}
      {asked && <Answer decision={asked} card={card} board={board} stage={stage} onClose={() => setAsked(null)} />}
    </article>
  )
}
