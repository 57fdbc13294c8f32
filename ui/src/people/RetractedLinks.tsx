import { Link } from '@tanstack/react-router'
import type { Person } from '@/api/types'
import { Section } from '@/parts/Page'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { Ident } from './Ident'

type Retracted = Person['retracted'][number]

/** Links that somebody took back: who, when, why, where the other side is now, and the way to put them back. */
export function RetractedLinks({ links, onRedo }: { links: Retracted[]; onRedo: (link: Retracted) => void }) {
  const { t, f } = useWords()
  const { mayEdit } = useSession()
  if (links.length === 0) return null
  return (
    <Section title={t.people.retracted} testid="retracted">
      <ul className="links">
        {links.map((link) => (
          <li key={link.link_id}>
            <Ident of={link.a} /> — <Ident of={link.b} />
            {link.reason !== '' && <p className="small">{link.reason}</p>}
            <div className="row between small soft" style={{ marginTop: 4 }}>
              <span>{[link.actor, f.time(link.retracted_at)].filter(Boolean).join(' · ')} · <Link to="/people/$key" params={{ key: String(link.other_person) }}>{t.people.otherSide(link.other_person)}</Link></span>
              {mayEdit && <button type="button" className="link" onClick={() => onRedo(link)} data-testid="redo-link">{t.people.redo}</button>}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
