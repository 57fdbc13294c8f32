import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, part } from '@/api/client'
import type { Person } from '@/api/types'
import { useSourceName } from '@/connections/useSourceName'
import { Confirm } from '@/parts/Confirm'
import { Section } from '@/parts/Page'
import { shownName, useSession } from '@/session/useSession'
import { share } from '@/matching/say'
import { useWords } from '@/text'
import type { LinkOf } from './graph'
import { Ident } from './Ident'
import { IdentityGraph } from './IdentityGraph'
import { RetractedLinks } from './RetractedLinks'

/** Which identifiers are this person, which event joined them, and the way to take a link back. */
export function Identity({ person, address }: { person: Person; address: string }) {
  const { t, f, language } = useWords()
  const { mayEdit, seesPersonalData } = useSession()
  const client = useQueryClient()
  const sourceName = useSourceName()
  const [undo, setUndo] = useState<LinkOf | null>(null)
  const [redo, setRedo] = useState<LinkOf | null>(null)
  const [reason, setReason] = useState('')

  const decide = async (link: LinkOf | null, what: 'retract' | 'redo') => {
    if (!link) return
    const changed = await api.post<Person>(`/people/${part(address)}/links/${part(String(link.link_id))}/${what}`, { reason })
    client.setQueryData(['person', address], changed)
    setReason('')
    void client.invalidateQueries({ queryKey: ['people'] })
  }
  const why = <TextInput label={t.people.reason} value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-testid="link-reason" />
  return (
    <div>
      <Section title={t.people.identifiers} testid="identifiers">
        <ul className="links">
          {person.identifiers.map((one) => (
            <li key={`${one.type}:${one.value}`} className="row between">
              <Ident of={one} />
              <span className="soft small">{sourceName(one.source)} · {f.day(one.first_seen)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t.people.why} testid="links">
        <p className="soft small" style={{ marginBottom: 8 }}>{person.links.length ? t.people.whyHint : t.people.noLinks}</p>
        {seesPersonalData && <IdentityGraph person={person} />}
        <ul className="links">
          {person.links.map((link) => (
            <li key={link.link_id}>
              <div className="join">
                <span className="tie" aria-hidden="true" />
                <Ident of={link.a} />
                <Ident of={link.b} />
              </div>
              <div className="row between small soft" style={{ marginTop: 4 }}>
                <span>{link.match ? t.matching.linkBy(link.match.by === 'policy' ? t.matching.policyName : shownName(link.match.by, language), share(link.match.probability)) : t.people.joined(sourceName(link.source))} · {f.time(link.seen_at)}{link.match?.reason && ` · ${link.match.reason}`}</span>
                {mayEdit && (
                  <button type="button" className="link" onClick={() => setUndo(link)} data-testid="undo-link">{t.people.undo}</button>
                )}
              </div>
            </li>
          ))}
        </ul>
      </Section>
      <RetractedLinks links={person.retracted} onRedo={setRedo} />
      <Confirm open={redo !== null} onClose={() => setRedo(null)} title={t.people.redoTitle} action={t.people.redoConfirm} onAction={() => decide(redo, 'redo')}>
        {redo && <p><Ident of={redo.a} /> — <Ident of={redo.b} /></p>}
        <p>{t.people.redoBody}</p>
        {why}
      </Confirm>
      <Confirm open={undo !== null} onClose={() => setUndo(null)} title={t.people.undoTitle} action={t.people.undoConfirm} onAction={() => decide(undo, 'retract')} danger>
        {undo && <p><Ident of={undo.a} /> — <Ident of={undo.b} /></p>}
        <p>{t.people.undoBody}</p>
        {why}
      </Confirm>
    </div>
  )
}
