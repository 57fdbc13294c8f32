import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, part } from '@/api/client'
import type { Afterwards, Person, StartedErasure } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'

const choices = ['drop', 'anew'] as const

/** What is done because the person themself asked for it. */
export function Rights({ person, address, name }: { person: Person; address: string; name: string }) {
  const { t } = useWords()
  const { mayManage } = useSession()
  const [open, setOpen] = useState(false)
  if (!mayManage) return null
  return (
    <Section title={t.erasure.rights} testid="rights">
      <p className="soft small" style={{ marginBottom: 12 }}>{t.erasure.rightsHint} {t.erasure.exportHint}</p>
      <div className="row wide">
        <Button component="a" size="xs" variant="default" href={`/api/people/${part(address)}/export`} download data-testid="export">{t.erasure.export}</Button>
        <Button size="xs" variant="default" color="red" onClick={() => setOpen(true)} data-testid="erase">{t.erasure.erase}</Button>
        <Link to="/erasures" className="small">{t.erasure.listTitle}</Link>
      </div>
      <Erase person={person} address={address} name={name} open={open} onClose={() => setOpen(false)} />
    </Section>
  )
}

function Erase({ person, address, name, open, onClose }: { person: Person; address: string; name: string; open: boolean; onClose: () => void }) {
  const { t, f } = useWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [afterwards, setAfterwards] = useState<Afterwards>('drop')
  const goes = [
    t.erasure.goesIdentifiers(f.number(person.identifier_count)),
    t.erasure.goesEvents(f.number(person.totals.events)),
    t.erasure.goesMessages,
    t.erasure.goesWords,
  ]
  const erase = async () => {
    const started = await api.post<StartedErasure>(`/people/${part(address)}/erasure`, { afterwards })
    await navigate({ to: '/erasures/$id', params: { id: started.erasure.id } })
    client.removeQueries({ queryKey: ['person'] })
    void client.invalidateQueries({ queryKey: ['people'] })
  }
  return (
    <Confirm open={open} onClose={onClose} title={t.erasure.eraseTitle(name)} action={t.erasure.confirm} onAction={erase} danger typeName={{ label: t.erasure.typeName(name), name }}>
      <p>{t.erasure.lead}</p>
      <Listed title={t.erasure.goes} lines={goes} />
      <Listed title={t.erasure.stays} lines={[t.erasure.staysRecord, t.erasure.staysResults, t.erasure.staysBackups]} />
      <Pick label={t.erasure.later} value={afterwards} onChange={(value) => setAfterwards(value as Afterwards)} options={choices.map((value) => ({ value, label: t.erasure.laterChoices[value] }))} testid="later" />
    </Confirm>
  )
}

function Listed({ title, lines }: { title: string; lines: string[] }) {
  return (
    <div>
      <p className="label">{title}</p>
      <ul style={{ listStyle: 'disc', paddingLeft: 18 }}>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
    </div>
  )
}
