import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { api } from '@/api/client'
import { matchProposalsQuery } from '@/api/queries'
import type { MatchProposal, Matching, Page } from '@/api/types'
import { Empty } from '@/parts/Empty'
import { ErrorNote } from '@/parts/ErrorNote'
import { Bones } from '@/parts/Loaded'
import { Pick } from '@/parts/Pick'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { Pair } from './Pair'
import { inWords, share } from './say'

type Verb = 'approve' | 'refuse' | 'reopen'
const states = ['open', 'approved', 'refused', 'undone', 'closed', 'all'] as const

/** The pairs on the left, the chosen one field by field on the right; decided by button or by key. */
export function Proposals({ view, run }: { view: Matching; run: ReactNode }) {
  const { t, f } = useWords()
  const m = t.matching
  const { mayEdit, seesPersonalData } = useSession()
  const client = useQueryClient()
  const [state, setState] = useState<string>('open')
  const query = useInfiniteQuery(matchProposalsQuery(state))
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const [chosen, setChosen] = useState<number | null>(null)
  const place = Math.max(0, rows.findIndex((row) => row.id === chosen))
  const here = rows[place]
  const [done, setDone] = useState<{ id: number; verb: Verb; name: string } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const working = useRef(false)
  const mayDecide = mayEdit && seesPersonalData
  const nameOf = (row: MatchProposal) => row.a.name ?? row.b.name ?? m.person(row.a.person_id)

  const decide = async (row: MatchProposal, verb: Verb, reason = '') => {
    if (working.current) return
    working.current = true
    setError(null)
    const next = rows[place + 1] ?? rows[place - 1]
    try {
      await api.post(`/matching/proposals/${row.id}/${verb}`, { reason })
      setDone({ id: row.id, verb, name: nameOf(row) })
      setChosen(verb === 'reopen' ? row.id : (next?.id ?? null))
      // What was decided leaves the list before it is fetched again, so that the next key meets the next pair.
      client.setQueryData<InfiniteData<Page<MatchProposal>>>(matchProposalsQuery('open').queryKey, (old) =>
        old && { ...old, pages: old.pages.map((page) => ({ ...page, items: page.items.filter((one) => one.id !== row.id) })) })
      for (const key of ['matching', 'home', 'people', 'person']) void client.invalidateQueries({ queryKey: [key] })
    } catch (cause) {
      setError(cause)
    } finally {
      working.current = false
    }
  }
  const undo = async () => {
    if (!done || done.verb === 'reopen') return
    setState('open')
    await decide({ ...({} as MatchProposal), id: done.id, a: { name: done.name } as MatchProposal['a'] }, 'reopen')
  }
  const act = useRef<(key: string) => void>(() => {})
  useEffect(() => {
    act.current = (key) => {
      const to = key === 'j' ? place + 1 : key === 'k' ? place - 1 : place
      if (to !== place && rows[to]) setChosen(rows[to].id)
      if (mayDecide && key === 'u') void undo()
      if (mayDecide && here?.state === 'open' && key === 'a') void decide(here, 'approve')
      if (mayDecide && here?.state === 'open' && key === 'r') void decide(here, 'refuse')
    }
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement
      if (event.metaKey || event.ctrlKey || event.altKey || at.closest('input, textarea, select, [role=dialog]')) return
      act.current(event.key.toLowerCase())
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])

  const told = done && (done.verb === 'approve' ? m.merged : done.verb === 'refuse' ? m.refusedNow : m.reopened)(done.name)
  const none = state !== 'open' ? m.nothingOf : view.runs.length > 0 ? m.nothingLeft : mayEdit ? m.empty : m.emptyFor
  return (
    <div>
      <div className="filters">
        <Pick label={m.state} bare value={state} onChange={(next) => { setState(next); setChosen(null) }} testid="match-state" options={states.map((value) => ({ value, label: value === 'all' ? m.states.all : `${m.states[value]} (${f.number(view.proposals[value] ?? 0)})` }))} />
      </div>
      <div role="status" aria-live="polite" className="match-told" data-testid="match-told">
        {told && <><span>{told}</span> {done.verb !== 'reopen' && <button type="button" className="link" onClick={() => void undo()} data-testid="match-undo">{m.undo}</button>}</>}
      </div>
      {error !== null && <ErrorNote error={error} />}
      {query.isPending && <Bones lines={8} />}
      {query.isError && rows.length === 0 && <ErrorNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && <Empty picture="people" action={state === 'open' && view.runs.length === 0 ? run : undefined}>{none}</Empty>}
      {here && (
        <div className="match">
          <nav aria-label={m.list} className="match-list" data-testid="match-list">
            <ul>
              {rows.map((row) => (
                <li key={row.id}>
                  <button type="button" className="plain" aria-current={row.id === here.id} onClick={() => setChosen(row.id)} data-testid="match-row">
                    <span className="row between"><span className="strong cut">{row.a.name ?? m.person(row.a.person_id)}</span><span className="soft small">{share(row.probability)}</span></span>
                    <span className="soft small cut">{row.b.name ?? m.person(row.b.person_id)} · {state === 'all' ? m.states[row.state] : inWords(row.probability, m.words)}</span>
                  </button>
                </li>
              ))}
            </ul>
            {query.hasNextPage && <button type="button" className="link" onClick={() => void query.fetchNextPage()}>{t.common.more}</button>}
          </nav>
          <Pair key={here.id} pair={here} mayDecide={mayDecide} masked={mayEdit && !seesPersonalData} onDecide={(verb, reason) => void decide(here, verb, reason)} />
        </div>
      )}
    </div>
  )
}
