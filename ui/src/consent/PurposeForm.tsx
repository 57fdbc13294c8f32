import { Checkbox, Switch, Textarea, TextInput } from '@mantine/core'
import type { ConsentCatalogue, ConsentPurpose } from '@/api/types'
import { usePanel } from '@/frame/panel'
import { Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'

const languages = ['ja', 'en'] as const

interface Props {
  purpose: ConsentPurpose
  catalogue: ConsentCatalogue
  onChange: (next: ConsentPurpose) => void
}

/** One purpose: its words in both languages, where it may be used, and which version of the words is in force. */
export function PurposeForm({ purpose, catalogue, onChange }: Props) {
  const { t, language } = useWords()
  const { mayManage } = useSession()
  const term = useTerm()
  const c = t.consent
  const known = purpose.versions.at(-1)
  const reworded = known !== undefined && languages.some((one) => known.text[one] !== purpose.text[one])
  const campaigns = purpose.key === 'marketing'
  const order = language === 'ja' ? languages : languages.toReversed()
  const toggle = (channel: string, on: boolean) =>
    onChange({ ...purpose, channels: catalogue.channels.filter((one) => (one === channel ? on : purpose.channels.includes(one))) })
  return (
    <Section title={<>{purpose.name[language] || c.add} {!purpose.active && <span className="mark">{c.off}</span>}</>} side={<Versions purpose={purpose} />} testid={`purpose-${purpose.key}`}>
      <fieldset disabled={!mayManage} className="stack" style={{ border: 0, padding: 0, margin: 0 }}>
        <div className="field-row">
          {known === undefined && (
            <TextInput label={c.key} description={c.keyHint} value={purpose.key} onChange={(event) => onChange({ ...purpose, key: event.currentTarget.value.trim().toLowerCase() })} data-testid="purpose-key" />
          )}
          {order.map((one) => (
            <TextInput key={one} label={c.name[one]} value={purpose.name[one]} onChange={(event) => onChange({ ...purpose, name: { ...purpose.name, [one]: event.currentTarget.value } })} data-testid={`purpose-name-${one}`} />
          ))}
        </div>
        <div className="halves" style={{ gap: 16 }}>
          {order.map((one) => (
            <Textarea key={one} autosize minRows={2} label={c.text[one]} value={purpose.text[one]} onChange={(event) => onChange({ ...purpose, text: { ...purpose.text, [one]: event.currentTarget.value } })} data-testid={`purpose-text-${one}`} />
          ))}
        </div>
        {reworded && <p className="note care">{c.newVersion}</p>}
        <div className="row wide" role="group" aria-label={c.channels}>
          <span className="label">{c.channels}</span>
          {catalogue.channels.map((channel) => (
            <Checkbox key={channel} size="xs" label={term('channel', channel)} checked={purpose.channels.includes(channel)} disabled={!mayManage || (campaigns && channel === 'email')} onChange={(event) => toggle(channel, event.currentTarget.checked)} />
          ))}
        </div>
        <div className="row wide">
          <Pick label={c.basis} value={purpose.basis} onChange={(basis) => onChange({ ...purpose, basis: basis as ConsentPurpose['basis'] })} options={catalogue.bases.map((value) => ({ value, label: c.bases[value] }))} disabled={!mayManage} />
          <div className="stack tight">
            <Switch size="xs" label={c.active} checked={purpose.active} disabled={!mayManage || campaigns} onChange={(event) => onChange({ ...purpose, active: event.currentTarget.checked })} />
            <Switch size="xs" label={c.doubleOptIn} description={c.doubleOptInHint} checked={purpose.double_opt_in} disabled={!mayManage || !purpose.channels.includes('email')} onChange={(event) => onChange({ ...purpose, double_opt_in: event.currentTarget.checked })} data-testid="double-opt-in" />
          </div>
        </div>
        <p className="soft small">{c.basisHint}{campaigns && ` ${c.campaigns}`}</p>
      </fieldset>
    </Section>
  )
}

function Versions({ purpose }: { purpose: ConsentPurpose }) {
  const { t, f, language } = useWords()
  const panel = usePanel()
  const current = purpose.versions.at(-1)
  if (current === undefined) return null
  const named = (version: number, since: string | null) => (since ? t.consent.since(version, f.day(since)) : t.consent.version(version))
  const show = () =>
    panel.show({
      title: `${t.consent.versions}: ${purpose.name[language]}`,
      body: (
        <div className="stack">
          {purpose.versions.toReversed().map((one) => (
            <div key={one.version} className="stack tight">
              <span className="strong">{named(one.version, one.since)}</span>
              <p className="reading">{one.text[language]}</p>
              <code className="soft small" style={{ overflowWrap: 'anywhere' }}>{one.hash}</code>
            </div>
          ))}
        </div>
      ),
    })
  return <span className="row soft small">{named(current.version, current.since)} <button type="button" className="link" onClick={show} data-testid="versions">{t.consent.versions}</button></span>
}
