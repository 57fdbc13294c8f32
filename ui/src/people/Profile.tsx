import { Link } from '@tanstack/react-router'
import type { Person } from '@/api/types'
import { useSourceName } from '@/connections/useSourceName'
import { usePanel } from '@/frame/panel'
import { Section } from '@/parts/Page'
import { JsonBlock, readable } from '@/parts/Value'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { Dealings, Groups } from './Belongs'
import { PersonLead } from '@/leads/PersonLead'
import { Predicted } from '@/predictions/Predicted'
import { ConsentNow } from './ConsentNow'
import { TraitHistory } from './TraitHistory'

/** What is known: traits, consent with its evidence, audiences and journeys with their reasons. */
export function Profile({ person, address }: { person: Person; address: string }) {
  const { t, f } = useWords()
  const panel = usePanel()
  const sourceName = useSourceName()
  const term = useTerm()
  // What is predicted, and what a lead model gives, has a section of its own, with its reasons.
  const traits = person.traits.filter((trait) => trait.source !== 'predicted' && trait.source !== 'lead')
  const show = (title: string, value: unknown) => panel.show({ title, body: typeof value === 'string' ? <p className="reading">{value}</p> : <JsonBlock value={value} /> })
  return (
    <>
      <ConsentNow person={person} address={address} />
      <Section title={t.people.traits} testid="traits">
        {traits.length === 0 && <p className="soft">{t.people.noTraits}</p>}
        <dl className="facts">
          {traits.map((trait) => (
            <Trait
              key={trait.name}
              name={term('trait', trait.name)}
              value={readable(trait.value)}
              computed={trait.source === 'computed'}
              from={`${sourceName(trait.source)}, ${f.day(trait.set_at)}`}
              onHistory={() => panel.show({ title: term('trait', trait.name), body: <TraitHistory person={String(person.person_id)} name={trait.name} /> })}
            />
          ))}
        </dl>
      </Section>
      <PersonLead address={address} />
      <Predicted address={address} />
      <Groups person={person} />
      <Dealings person={person} />
      <Section title={t.people.audiences} testid="person-audiences">
        {person.audiences.length === 0 && <p className="soft">{t.people.noAudiences}</p>}
        {person.audiences.map((one) => (
          <div key={one.audience_id} className="row between" style={{ padding: '7px 0' }}>
            <Link to="/audiences/$id" params={{ id: one.audience_id }}>{one.name}</Link>
            <span className="row soft small">
              {t.people.since(f.day(one.since))}
              <button type="button" className="link" onClick={() => show(t.people.because, one.because)}>{t.people.because}</button>
            </span>
          </div>
        ))}
      </Section>
      <Section title={t.people.journeys} testid="person-journeys">
        {person.journeys.length === 0 && <p className="soft">{t.people.noJourneys}</p>}
        {person.journeys.map((one) => (
          <div key={one.journey_id} className="row between" style={{ padding: '7px 0' }}>
            <Link to="/campaigns/$id/$tab" params={{ id: one.journey_id, tab: 'journey' }}>{one.name}</Link>
            <span className="soft small">{one.step} · {one.due_at ? t.people.due(f.time(one.due_at)) : one.state}</span>
          </div>
        ))}
      </Section>
    </>
  )
}

function Trait({ name, value, from, computed, onHistory }: { name: string; value: string; from: string; computed: boolean; onHistory: () => void }) {
  const { t } = useWords()
  return (
    <>
      <dt>{name}{computed && <span className="mark" style={{ marginLeft: 6 }}>{t.people.computedMark}</span>}</dt>
      <dd>{value} <button type="button" className="link soft small" style={{ marginLeft: 8 }} title={t.people.traitHistory} onClick={onHistory} data-testid="trait-history">{from}</button></dd>
    </>
  )
}
