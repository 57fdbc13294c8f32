import './mailbox.css'
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { mailboxQuery } from '@/api/queries'
import { Empty } from '@/parts/Empty'
import { ErrorNote } from '@/parts/ErrorNote'
import { Icon } from '@/parts/Icon'
import { Bones } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { MailReading } from './MailReading'

/** Every mail as it was handed over: list on the left, the mail on the right. */
export function Mailbox() {
  const { t, f } = useWords()
  const { id } = useParams({ strict: false })
  const { hub, now } = useSession()
  const [search, setSearch] = useState('')
  const [late] = useDebouncedValue(search, 250)
  const query = useInfiniteQuery({ ...mailboxQuery(late || undefined), enabled: hub?.mailbox !== false, refetchInterval: 5_000 })
  const mails = query.data?.pages.flatMap((page) => page.items) ?? []
  if (hub?.mailbox === false) return <Page title={t.mailbox.title}><Empty picture="mail">{t.mailbox.off}</Empty></Page>
  const nothing = query.isSuccess && mails.length === 0 && !late
  return (
    <Page title={t.mailbox.title} testid="mailbox">
      {query.isError && <ErrorNote error={query.error} onRetry={() => void query.refetch()} />}
      {nothing ? (
        <Empty picture="mail">{t.mailbox.empty}</Empty>
      ) : (
        <div className={`mailbox${id ? ' opened' : ''}`}>
          <div>
            <div className="filters">
              <TextInput style={{ width: '100%' }} aria-label={t.mailbox.search} placeholder={t.mailbox.search} leftSection={<Icon name="search" />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} data-testid="mail-search" />
            </div>
            <ul className="mail-list" data-testid="mail-list">
              {query.isPending && <Bones lines={8} />}
              {mails.map((mail) => (
                <li key={mail.id}>
                  <Link to="/mailbox/$id" params={{ id: String(mail.id) }} aria-current={String(mail.id) === id ? 'true' : undefined} resetScroll={false} data-testid="mail">
                    <span className="row between small soft"><span className="cut grow">{mail.to}</span><span>{f.ago(mail.received_at, now)}</span></span>
                    <span className="strong cut" style={{ display: 'block' }}>{mail.subject}</span>
                    <span className="soft small cut" style={{ display: 'block' }}>{mail.preheader}</span>
                  </Link>
                </li>
              ))}
              {query.hasNextPage && <li><Button variant="default" size="xs" m={8} loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t.common.more}</Button></li>}
            </ul>
          </div>
          <div className="mail-reading">{id ? <MailReading key={id} id={id} /> : <p className="soft">{t.mailbox.pick}</p>}</div>
        </div>
      )}
    </Page>
  )
}
