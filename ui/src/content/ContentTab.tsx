import './content.css'
import { SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import type { Derived, Language, Variant } from '@/api/types'
import { useCampaign } from '@/campaigns/editing'
import { ErrorNote } from '@/parts/ErrorNote'
import { Pick } from '@/parts/Pick'
import { Section } from '@/parts/Page'
import { useWords } from '@/text'
import { MailEditor } from './MailEditor'

type Words = ReturnType<typeof useWords>

const languages: Language[] = ['ja', 'en']

/** The pillar, and beside it the forms that it takes. */
export function ContentTab() {
  const { t, language: reader } = useWords()
  const { document: campaign, change, readOnly, view, dirty, save } = useCampaign()
  const { variants } = campaign
  const [chosen, setChosen] = useState<string | null>(null)
  const [maker, setMaker] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const here = variants.find((one) => one.id === chosen) ?? variants.find((one) => one.language === reader) ?? variants[0]
  const missing = languages.filter((one) => !variants.some((variant) => variant.language === one))
  const set = (next: Variant) => change({ variants: variants.map((one) => (one.id === next.id ? next : one)) })
  const add = async (language: Language) => {
    setError(null)
    try {
      if (dirty && (await save()) === null) return
      const draft = await api.post<Derived>('/content/derive', { campaign_id: view.document.id, language })
      change({ variants: [...variants, draft.variant as Variant] })
      setChosen(draft.variant.id)
      setMaker(draft.made_by)
    } catch (cause) {
      setError(cause)
    }
  }
  const problems = here ? view.problems.filter((problem) => problem.where.includes(here.id)) : []

  return (
    <div className="stack wide" data-testid="content">
      <div className="row between">
        <div className="row wide">
          {variants.length > 0 && here && (
            <SegmentedControl aria-label={t.content.language} value={here.id} onChange={setChosen} data={variants.map((one) => ({ value: one.id, label: labelOf(one, variants, t) }))} />
          )}
          {!readOnly && missing.map((one) => (
            <button key={one} type="button" className="link" onClick={() => void add(one)} data-testid={`add-variant-${one}`}>{t.content.addVariant(t.common.language[one])}</button>
          ))}
        </div>
        {here && !readOnly && <button type="button" className="link small" onClick={() => change({ variants: variants.filter((one) => one.id !== here.id) })}>{t.content.removeVariant}</button>}
      </div>
      {error !== null && <ErrorNote error={error} />}
      {maker && <p className="note">{t.content.madeBy(maker)}</p>}
      <div className="beside">
        <div className="pillar"><Pillar /></div>
        {here ? <MailEditor key={here.id} variant={here} onChange={set} saved={problems} /> : <p className="soft reading">{t.content.noVariants}</p>}
      </div>
    </div>
  )
}

/** The language; where there are several mails in it, which one of them. */
function labelOf(variant: Variant, all: Variant[], t: Words['t']): string {
  const alike = all.filter((one) => one.language === variant.language)
  const language = t.common.language[variant.language]
  return alike.length > 1 ? `${t.content.nth(alike.indexOf(variant) + 1)} · ${language}` : language
}

function Pillar() {
  const { t } = useWords()
  const { document: campaign, change, readOnly } = useCampaign()
  const { pillar } = campaign
  return (
    <Section title={t.content.pillar}>
      <div className="stack">
        <p className="soft small">{t.content.pillarHint}</p>
        <div className="field-row">
          <TextInput label={t.content.pillarTitle} lang={pillar.language} value={pillar.title} readOnly={readOnly} onChange={(event) => change({ pillar: { ...pillar, title: event.currentTarget.value } })} data-testid="pillar-title" />
          <Pick label={t.content.language} value={pillar.language} disabled={readOnly} onChange={(language) => change({ pillar: { ...pillar, language: language as Language } })} options={languages.map((one) => ({ value: one, label: t.common.language[one] }))} />
        </div>
        <Textarea label={t.content.pillarBody} lang={pillar.language} autosize minRows={4} maxRows={16} value={pillar.body} readOnly={readOnly} onChange={(event) => change({ pillar: { ...pillar, body: event.currentTarget.value } })} data-testid="pillar-body" />
      </div>
    </Section>
  )
}
