import { useQuery } from '@tanstack/react-query'
import { consentCatalogueQuery } from '@/api/queries'
import { JsonBlock } from '@/parts/Value'
import { useWords } from '@/text'

const told = ['form', 'text_version', 'proof', 'asked_at', 'ip', 'language', 'confirmed_at', 'confirmed_ip', 'confirmed_language', 'source'] as const

/** The proof of one decision: what a reader understands first, with the words that were shown; all of it below. */
export function Evidence({ purpose, value }: { purpose: string; value: unknown }) {
  const { t, f, language } = useWords()
  const e = t.consent.evidence
  const { data: catalogue } = useQuery(consentCatalogueQuery)
  const facts: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {}
  const shown = catalogue?.purposes.find((one) => one.key === purpose)?.versions.find((one) => one.version === facts.text_version)
  const rows = told.filter((key) => typeof facts[key] === 'string' || typeof facts[key] === 'number')
  return (
    <div className="stack">
      {facts.method === 'double_opt_in' && <p className="good">{e.doubled}</p>}
      {rows.length > 0 && (
        <dl className="facts">
          {rows.map((key) => (
            <div key={key} style={{ display: 'contents' }}>
              <dt>{e[key]}</dt>
              <dd style={{ overflowWrap: 'anywhere' }}>{key.endsWith('_at') ? f.time(String(facts[key])) : String(facts[key])}</dd>
            </div>
          ))}
        </dl>
      )}
      {shown && <blockquote className="reading soft" lang={language} style={{ margin: 0 }}>{shown.text[language]}</blockquote>}
      <details>
        <summary className="link small">{e.all}</summary>
        <JsonBlock value={value} />
      </details>
    </div>
  )
}
