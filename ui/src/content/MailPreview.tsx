import './content.css'
import { SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { mailPreviewQuery } from '@/api/queries'
import type { Variant } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Bones } from '@/parts/Loaded'
import { useWords } from '@/text'

type Width = 'desktop' | 'mobile' | 'text'

/** The email as people will see it: wide, on a phone, as text, and as a certain person. */
export function MailPreview({ variant, campaign }: { variant: Variant; campaign: string }) {
  const { t } = useWords()
  const [width, setWidth] = useState<Width>('desktop')
  const [person, setPerson] = useState('')
  const [latePerson] = useDebouncedValue(person.trim(), 500)
  const query = useQuery(mailPreviewQuery(variant, campaign, latePerson.includes('@') ? `email:${latePerson}` : latePerson))
  return (
    <div className="stack" data-testid="preview">
      <div className="row between">
        <SegmentedControl size="xs" aria-label={t.content.preview} value={width} onChange={(value) => setWidth(value as Width)} data={[{ value: 'desktop', label: t.content.desktop }, { value: 'mobile', label: t.content.mobile }, { value: 'text', label: t.content.text }]} />
        <TextInput size="xs" aria-label={t.content.as} placeholder={`${t.content.as}: ${t.content.asHint}`} value={person} onChange={(event) => setPerson(event.currentTarget.value)} data-testid="preview-person" />
      </div>
      {query.isError && <ErrorNote error={query.error} />}
      {!query.data && query.isFetching && <Bones lines={8} />}
      {query.data && (
        <div style={{ opacity: query.isPlaceholderData ? 0.6 : 1 }}>
          <div className="mail-head" lang={variant.language}>
            <p className="strong" data-testid="preview-subject">{query.data.subject}</p>
            <p className="soft small">{query.data.preheader}</p>
          </div>
          <MailFrame html={query.data.html} text={query.data.text} width={width} />
        </div>
      )}
    </div>
  )
}

/** Staff who read a mail are not its recipient: their reading must not count as an open. */
const withoutOpens = (html: string) => html.replace(/<img[^>]*\/o\/[^>"']+\.gif[^>]*>/g, '')

/** Mail is someone else's HTML: no scripts, no forms, no way out of the frame but a new tab. */
export function MailFrame({ html, text, width }: { html: string | null; text: string | null; width: Width }) {
  const { t } = useWords()
  if (width === 'text' || html === null) return <pre className="note" tabIndex={0}>{text || t.mailbox.noText}</pre>
  return <iframe className={`mail-frame ${width}`} title={t.content.frame} sandbox="allow-popups" srcDoc={`<base target="_blank">${withoutOpens(html)}`} data-testid="mail-frame" />
}
