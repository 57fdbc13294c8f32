import '@/campaigns/campaigns.css'
import { useWords } from '@/text'
import { changes, spans, type Change } from './diff'

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2))

/** What changed against the version that was approved before, side by side. */
export function Diff({ before, after }: { before: Record<string, unknown> | null; after: Record<string, unknown> }) {
  const { t } = useWords()
  const a = t.campaigns.approval
  if (before === null) return <p className="soft">{a.first}</p>
  const found = changes(before, after)
  if (found.length === 0) return <p className="soft">{a.same}</p>
  return (
    <div data-testid="diff">
      {found.map((change) => <OneChange key={change.path.join('/')} change={change} />)}
    </div>
  )
}

function OneChange({ change }: { change: Change }) {
  const { t } = useWords()
  const a = t.campaigns.approval
  const parts: Record<string, string> = a.parts
  const [first = '', ...rest] = change.path
  const name = [parts[first] ?? first, ...rest].join(' › ')
  const added = change.before === undefined
  const removed = change.after === undefined
  const sides = added || removed ? null : spans(asText(change.before), asText(change.after))
  return (
    <div className="change">
      <p className="small strong" style={{ marginBottom: 6 }}>{name} {added && `(${a.itemAdded})`}{removed && `(${a.itemRemoved})`}</p>
      <div className="diff">
        {!added && <div className="old"><span className="sr">{a.before}: </span>{sides ? sides.old.map((span, index) => (span.kind === 'old' ? <del key={index}>{span.text}</del> : <span key={index}>{span.text}</span>)) : asText(change.before)}</div>}
        {!removed && <div className="new"><span className="sr">{a.after}: </span>{sides ? sides.new.map((span, index) => (span.kind === 'new' ? <ins key={index}>{span.text}</ins> : <span key={index}>{span.text}</span>)) : asText(change.after)}</div>}
      </div>
    </div>
  )
}
