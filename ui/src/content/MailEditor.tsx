import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useRef, type RefObject } from 'react'
import { api } from '@/api/client'
import { variablesQuery } from '@/api/queries'
import type { Problem, Variant } from '@/api/types'
import { useCampaign } from '@/campaigns/editing'
import { Section } from '@/parts/Page'
import { useWords } from '@/text'
import { CodeArea } from './CodeArea'
import { MailPreview } from './MailPreview'

/** One email: its text left, what people will see right, problems by line and column between them. */
export function MailEditor({ variant, onChange, saved }: { variant: Variant; onChange: (variant: Variant) => void; saved: Problem[] }) {
  const { t } = useWords()
  const { document: campaign, readOnly } = useCampaign()
  const area = useRef<HTMLTextAreaElement>(null)
  const [late] = useDebouncedValue(variant, 500)
  const check = useQuery({
    queryKey: ['content-check', campaign.id, late],
    queryFn: () => api.post<Problem[]>('/content/check', { variant: late, campaign_id: campaign.id }),
    placeholderData: saved,
    retry: false,
  })
  const problems = check.data ?? saved
  const flagged = new Set(problems.filter((one) => one.line !== null && isBody(one)).map((one) => one.line as number))
  const insert = (name: string) => {
    const at = area.current?.selectionStart ?? variant.body.length
    onChange({ ...variant, body: `${variant.body.slice(0, at)}{{ ${name} }}${variant.body.slice(at)}` })
  }
  return (
    <>
      <div className="mail">
        <Section title={t.journeys.emails}>
          <div className="stack">
            <TextInput label={t.content.subject} description={t.content.subjectLength([...variant.subject].length)} lang={variant.language} value={variant.subject} readOnly={readOnly} onChange={(event) => onChange({ ...variant, subject: event.currentTarget.value })} data-testid="subject" />
            <TextInput label={t.content.preheader} lang={variant.language} value={variant.preheader} readOnly={readOnly} onChange={(event) => onChange({ ...variant, preheader: event.currentTarget.value })} data-testid="preheader" />
            <div>
              <p className="label" id="body-label">{t.content.body} · {t.content.bodyHint}</p>
              <CodeArea ref={area} value={variant.body} onChange={(body) => onChange({ ...variant, body })} flagged={flagged} readOnly={readOnly} lang={variant.language} labelledBy="body-label" />
            </div>
            <Found problems={problems} area={area} />
            {!readOnly && <Variables onInsert={insert} />}
          </div>
        </Section>
      </div>
      <div className="seen">
        <Section title={t.content.preview}><MailPreview variant={late} campaign={campaign.id} /></Section>
      </div>
    </>
  )
}

const isBody = (problem: Problem) => !/(subject|preheader)$/.test(problem.where)

function Found({ problems, area }: { problems: Problem[]; area: RefObject<HTMLTextAreaElement | null> }) {
  const { t } = useWords()
  const go = (problem: Problem) => {
    const field = area.current
    if (!field || problem.line === null) return
    const before = field.value.split('\n').slice(0, problem.line - 1).join('\n').length + (problem.line > 1 ? 1 : 0)
    const at = before + (problem.column ?? 1) - 1
    field.focus()
    field.setSelectionRange(at, at)
  }
  return (
    <div aria-live="polite" data-testid="content-problems">
      {problems.length === 0 && <p className="good small">{t.campaigns.problems.none}</p>}
      {problems.map((problem, index) => (
        <div key={index} className="note bad" style={{ marginBottom: 6 }}>
          {problem.line !== null && (
            <button type="button" className="link small mono" onClick={() => go(problem)}>{t.campaigns.problems.at(problem.line, problem.column ?? 1)}</button>
          )}
          <p>{problem.message} <span className="soft">{problem.next_action}</span></p>
        </div>
      ))}
    </div>
  )
}

function Variables({ onInsert }: { onInsert: (name: string) => void }) {
  const { t } = useWords()
  const { data } = useQuery(variablesQuery)
  if (!data?.length) return null
  return (
    <div>
      <p className="label">{t.content.variables}</p>
      <div className="chips">
        {data.map((variable) => (
          <button key={variable.name} type="button" className="chip" title={`${variable.description} (${variable.example})`} aria-label={t.content.insert(variable.name)} onClick={() => onInsert(variable.name)}>{variable.name}</button>
        ))}
      </div>
    </div>
  )
}
