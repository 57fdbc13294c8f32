import '@/people/people.css'
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '@/api/client'
import { suspicionsQuery } from '@/api/queries'
import { ErrorNote } from '@/parts/ErrorNote'
import { Section } from '@/parts/Page'
import { Ident } from '@/people/Ident'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'

interface Value {
  type: string
  value: string
}

/** One click blocks what holds strangers together; then it leads to separating those who are joined already. */
export function BlockIt({ of }: { of: Value }) {
  const { t } = useWords()
  const r = t.identifiers
  const client = useQueryClient()
  const [done, setDone] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const block = async () => {
    setError(null)
    try {
      await api.post('/identifiers/blocks', { ...of, origin: 'learnt', reason: r.reasonLearnt })
      setDone(true)
      await client.invalidateQueries({ queryKey: ['identifiers', 'types'] })
    } catch (cause) {
      setError(cause)
    }
  }
  if (error !== null) return <ErrorNote error={error} />
  if (done) return <p role="status" data-testid="blocked-now">{r.blockedNow(of.value)} <Link to="/identifiers" hash="there">{r.toSeparate}</Link></p>
  return (
    <div className="row">
      <Button size="xs" variant="default" onClick={() => void block()} data-testid="block-it">{r.blockIt}</Button>
      <Link to="/identifiers/types/$type" params={{ type: of.type }} search={{ block: of.value }} className="small" data-testid="block-try">{r.blockTry}</Link>
    </div>
  )
}

/** What holds people of too many identifiers together. */
export function Suspicions() {
  const { t, f } = useWords()
  const r = t.identifiers
  const { mayEdit, seesPersonalData } = useSession()
  const { data = [] } = useQuery(suspicionsQuery)
  if (data.length === 0) return null
  return (
    <Section title={r.suspected} testid="suspicions">
      <p className="soft small reading" style={{ marginBottom: 8 }}>{r.suspectedHint}</p>
      <ul className="stack">
        {data.map((each) => (
          <li key={`${each.type}:${each.value}`} className="note care stack tight" data-testid="suspicion">
            <p><span className="strong"><Ident of={each} /></span></p>
            <p className="small">{r.suspicion(f.number(each.links), f.number(each.identifiers))} · <Link to="/people/$key" params={{ key: String(each.person_id) }}>{r.look}</Link></p>
            {mayEdit && seesPersonalData && <BlockIt of={{ type: each.type, value: each.value }} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}
