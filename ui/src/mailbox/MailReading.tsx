import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { mailQuery } from '@/api/queries'
import type { Mail } from '@/api/types'
import { MailFrame } from '@/content/MailPreview'
import { Loaded } from '@/parts/Loaded'
import { useWords } from '@/text'

type View = 'html' | 'text' | 'headers' | 'raw'

export function MailReading({ id }: { id: string }) {
  const query = useQuery(mailQuery(id))
  return <Loaded query={query} lines={10}>{(mail) => <Reading mail={mail} />}</Loaded>
}

function Reading({ mail }: { mail: Mail }) {
  const { t, f } = useWords()
  const [view, setView] = useState<View>('html')
  const m = t.mailbox
  const unsubscribe = mail.headers.find((header) => header.name.toLowerCase() === 'list-unsubscribe')?.value
  return (
    <article className="stack" data-testid="mail-reading">
      <p className="only-narrow"><Link to="/mailbox">{t.common.back}</Link></p>
      <h2 style={{ fontSize: 18 }} data-testid="mail-subject">{mail.subject}</h2>
      <dl className="facts small">
        <dt>{m.to}</dt>
        <dd>{mail.person_id === null ? mail.to : <Link to="/people/$key" params={{ key: String(mail.person_id) }}>{mail.to}</Link>} <span className="soft">{f.time(mail.received_at)}</span></dd>
        {mail.campaign_id && <><dt>{m.campaign}</dt><dd><Link to="/campaigns/$id" params={{ id: mail.campaign_id }}>{t.ideas.openCampaign}</Link></dd></>}
        {unsubscribe && <><dt>{m.unsubscribe}</dt><dd className="mono soft">{unsubscribe}</dd></>}
      </dl>
      <div>
        <SegmentedControl size="xs" aria-label={m.title} data-testid="mail-view" value={view} onChange={(value) => setView(value as View)} data={(['html', 'text', 'headers', 'raw'] as const).map((one) => ({ value: one, label: m[one] }))} />
      </div>
      {view === 'html' && <MailFrame html={mail.html} text={mail.text} width="desktop" />}
      {view === 'text' && <pre className="note" tabIndex={0} data-testid="mail-text">{mail.text || m.noText}</pre>}
      {view === 'raw' && <pre className="note" tabIndex={0}>{mail.raw}</pre>}
      {view === 'headers' && (
        <dl className="facts mono" data-testid="mail-headers">
          {mail.headers.map((header, index) => (
            <div key={index} style={{ display: 'contents' }}><dt>{header.name}</dt><dd>{header.value}</dd></div>
          ))}
        </dl>
      )}
    </article>
  )
}
