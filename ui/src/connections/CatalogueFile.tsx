import { Button, FileButton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import type { CatalogueChange } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { ErrorNote } from '@/parts/ErrorNote'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { titleOf } from './catalogue'

const SHOWN = 8

/** The catalogue as a spreadsheet: written, and read again after a look at what would change. */
export function CatalogueFile() {
  const { t, f } = useWords()
  const c = t.catalogue
  const { mayEdit } = useSession()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [would, setWould] = useState<CatalogueChange | null>(null)
  const [error, setError] = useState<unknown>(null)
  const download = async () => {
    const file = await api.get<{ text: string }>('/catalogue/file', { form: 'csv' })
    const link = document.createElement('a')
    // The mark at the front tells a spreadsheet that this is UTF-8.
    link.href = URL.createObjectURL(new Blob(['\ufeff', file.text], { type: 'text/csv;charset=utf-8' }))
    link.download = 'data-catalogue.csv'
    link.click()
    URL.revokeObjectURL(link.href)
  }
  const look = async (file: File | null) => {
    if (!file) return
    setError(null)
    try {
      const read = await file.text()
      setText(read)
      setWould(await api.post<CatalogueChange>('/catalogue/file', { text: read, check: true }))
    } catch (cause) {
      setError(cause)
    }
  }
  const take = async () => {
    await api.post('/catalogue/file', { text })
    void client.invalidateQueries({ queryKey: ['catalogue'] })
    void client.invalidateQueries({ queryKey: ['plan'] })
  }
  const lines = would?.changed ?? []
  return (
    <>
      <Button variant="default" onClick={() => void download()} data-testid="catalogue-csv">{c.download}</Button>
      {mayEdit && <FileButton onChange={(file) => void look(file)} accept=".csv,.yaml,.yml,.json,.txt">{(props) => <Button variant="default" {...props} data-testid="catalogue-upload">{c.upload}</Button>}</FileButton>}
      {error !== null && <div style={{ flexBasis: '100%' }}><ErrorNote error={error} /></div>}
      <Confirm open={would !== null} onClose={() => setWould(null)} title={c.uploadTitle} action={c.uploadDo(lines.length)} onAction={take} ready={lines.length > 0}>
        <p>{lines.length > 0 ? c.uploadWould(lines.length) : c.uploadNothing}</p>
        <ul className="small">
          {lines.slice(0, SHOWN).map((about) => <li key={[about.kind, about.event, about.name].join('\n')}><code>{titleOf({ kind: about.kind, event: about.event ?? '', name: about.name ?? '' })}</code> <span className="soft">{about.kind === 'property' ? about.event : c.one[about.kind]}</span></li>)}
          {lines.length > SHOWN && <li className="soft">+ {f.number(lines.length - SHOWN)}</li>}
        </ul>
      </Confirm>
    </>
  )
}
