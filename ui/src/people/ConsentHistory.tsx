import { useQuery } from '@tanstack/react-query'
import { personConsentsQuery } from '@/api/queries'
import type { ConsentEntry } from '@/api/types'
import { useSourceName } from '@/connections/useSourceName'
import { usePanel } from '@/frame/panel'
import { Icon } from '@/parts/Icon'
import { Loaded } from '@/parts/Loaded'
import { Section } from '@/parts/Page'
import { useWords } from '@/text'
import { Evidence } from './Evidence'

/** Every decision about consent in words, the latest first; all of its proof is one click away. */
export function ConsentHistory({ address }: { address: string }) {
  const { t } = useWords()
  const query = useQuery(personConsentsQuery(address))
  return (
    <Section title={t.consent.history} testid="consent-history">
      <Loaded query={query} lines={3}>
        {(entries) => (entries.length === 0 ? <p className="soft">{t.consent.historyEmpty}</p> : <ol>{entries.map((entry, index) => <Entry key={index} entry={entry} />)}</ol>)}
      </Loaded>
    </Section>
  )
}

function Entry({ entry }: { entry: ConsentEntry }) {
  const { t, f } = useWords()
  const panel = usePanel()
  const sourceName = useSourceName()
  const [tone, icon, word] = entry.granted === null
    ? (['care', 'clock', t.consent.pending] as const)
    : entry.granted ? (['good', 'check', t.people.granted] as const) : (['bad', 'close', t.people.denied] as const)
  return (
    <li className="stack tight" style={{ padding: '8px 0', borderBottom: '1px solid var(--line)' }}>
      <span className="row between">
        <span className={`row ${tone}`} style={{ gap: 4 }}><Icon name={icon} /> {word}</span>
        <span className="row soft small">
          {f.time(entry.at)} · {sourceName(entry.source)}
          <button type="button" className="link" onClick={() => panel.show({ title: t.people.evidence, body: <Evidence purpose={entry.purpose} value={entry.evidence} /> })}>{t.people.evidence}</button>
        </span>
      </span>
      <span className="reading">{entry.sentence}</span>
    </li>
  )
}
