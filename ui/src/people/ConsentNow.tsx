import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { consentCatalogueQuery, personStandingQuery } from '@/api/queries'
import type { Person, SignedUp } from '@/api/types'
import { useSourceName } from '@/connections/useSourceName'
import { usePanel } from '@/frame/panel'
import { Confirm } from '@/parts/Confirm'
import { Icon } from '@/parts/Icon'
import { Section } from '@/parts/Page'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { Evidence } from './Evidence'

const method = (evidence: unknown) => (typeof evidence === 'object' && evidence !== null && 'method' in evidence ? evidence.method : null)

/** What a person allows now, what waits for their confirmation, and what holds everything back. */
export function ConsentNow({ person, address }: { person: Person; address: string }) {
  const { t, f, language } = useWords()
  const { mayEdit, seesPersonalData } = useSession()
  const c = t.consent
  const panel = usePanel()
  const client = useQueryClient()
  const sourceName = useSourceName()
  const term = useTerm()
  const { data: catalogue } = useQuery(consentCatalogueQuery)
  const { data: standing } = useQuery(personStandingQuery(address))
  const [stopping, setStopping] = useState(false)
  const [note, setNote] = useState('')
  const [said, setSaid] = useState<SignedUp['mail'] | null>(null)
  const named = (key: string) => catalogue?.purposes.find((one) => one.key === key)?.name[language] ?? term('purpose', key)
  const reasons: Record<string, string> = c.suppressed.reasons
  const identifier = person.identifiers.find((one) => one.type === 'email') ?? person.identifiers[0]
  const suppressed = standing?.suppressed ?? []
  const renew = () => client.invalidateQueries({ queryKey: ['person', address] })

  const again = async (id: string) => {
    setSaid((await api.post<SignedUp>(`/consent/requests/${id}/mail`, {})).mail)
    await renew()
  }
  const stop = async () => {
    await api.post('/suppressions', { identifier: `${identifier?.type}:${identifier?.value}`, reason: 'asked', note })
    setNote('')
    await renew()
  }
  const everything = suppressed.some((one) => one.channel === '*')
  const side = mayEdit && seesPersonalData && identifier && !everything && (
    <button type="button" className="link small" onClick={() => setStopping(true)} data-testid="stop-everything">{c.suppressed.stopAction}</button>
  )
  return (
    <Section title={t.people.consent} side={side} testid="consents">
      {suppressed.map((one) => (
        <p key={`${one.channel} ${one.identifier}`} className="note care" style={{ marginBottom: 8 }} data-testid="person-suppressed">
          {c.suppressed.title}: {one.channel === '*' ? c.suppressed.everywhere : term('channel', one.channel)} · {reasons[one.reason] ?? one.reason} · {f.day(one.since)}{one.note && ` · ${one.note}`}
        </p>
      ))}
      {person.consents.length === 0 && !standing?.sign_ups.length && <p className="soft">{t.people.noConsent}</p>}
      {person.consents.map((consent) => (
        <div key={`${consent.channel}/${consent.purpose}`} className="row between" style={{ padding: '7px 0' }}>
          <span className="row">
            <span className={`row ${consent.granted ? 'good' : 'bad'}`} style={{ gap: 4 }}>
              <Icon name={consent.granted ? 'check' : 'close'} /> {consent.granted ? t.people.granted : t.people.denied}
            </span>
            <span>{term('channel', consent.channel)} · {named(consent.purpose)}</span>
            {method(consent.evidence) === 'double_opt_in' && <span className="mark">{c.confirmedByMail}</span>}
          </span>
          <span className="row soft small">
            {f.day(consent.decided_at)} · {sourceName(consent.source)}
            <button type="button" className="link" onClick={() => panel.show({ title: t.people.evidence, body: <Evidence purpose={consent.purpose} value={consent.evidence} /> })} data-testid="evidence">{t.people.evidence}</button>
          </span>
        </div>
      ))}
      {standing?.sign_ups.map((one) => (
        <div key={one.id} className="row between" style={{ padding: '7px 0' }} data-testid="waiting-sign-up">
          <span className="row">
            <span className="row care" style={{ gap: 4 }}><Icon name="clock" /> {one.state === 'expired' ? c.states.expired : c.waitsForConfirmation}</span>
            <span>{term('channel', 'email')} · {Object.keys(one.asked).map(named).join(' · ')}</span>
          </span>
          <span className="row soft small">
            {c.until} {f.day(one.expires_at)} · {c.mails} {f.number(one.mails)}
            {mayEdit && <Button variant="subtle" size="compact-xs" onClick={() => void again(one.id)}>{c.sendAgain}</Button>}
          </span>
        </div>
      ))}
      {said && <p className="small soft" role="status">{said === 'sent' ? c.mailSent : c.mailWaits}</p>}
      <Confirm open={stopping} onClose={() => setStopping(false)} title={c.suppressed.stopTitle} action={c.suppressed.stopAction} onAction={stop} danger>
        <p>{c.suppressed.stopBody}</p>
        <TextInput label={c.suppressed.note} value={note} onChange={(event) => setNote(event.currentTarget.value)} data-testid="stop-note" />
      </Confirm>
    </Section>
  )
}
