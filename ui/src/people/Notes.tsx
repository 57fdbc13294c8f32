import { Button, Textarea } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, part } from '@/api/client'
import { notesQuery } from '@/api/queries'
import type { PersonNote } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { Icon } from '@/parts/Icon'
import { Loaded } from '@/parts/Loaded'
import { Section } from '@/parts/Page'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'

/** What the team wrote about this person. */
export function Notes({ address }: { address: string }) {
  const { t } = useWords()
  const { mayEdit, user } = useSession()
  const client = useQueryClient()
  const query = useQuery(notesQuery(address))
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const change = async (act: () => Promise<unknown>) => {
    setBusy(true)
    setError(null)
    try {
      await act()
      await client.invalidateQueries({ queryKey: ['person', address, 'notes'] })
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  const write = () => change(async () => {
    await api.post<PersonNote>(`/people/${part(address)}/notes`, { text })
    setText('')
  })
  const remove = (note: PersonNote) => change(() => api.remove(`/people/${part(address)}/notes/${part(note.id)}`))
  return (
    <Section title={t.people.notes} testid="notes">
      {mayEdit && (
        <div className="stack" style={{ marginBottom: 12 }}>
          <Textarea aria-label={t.people.noteHint} placeholder={t.people.noteHint} value={text} autosize minRows={2} onChange={(event) => setText(event.currentTarget.value)} data-testid="note-text" />
          {error !== null && <ErrorNote error={error} />}
          <div><Button size="xs" variant="default" loading={busy} disabled={text.trim() === ''} onClick={() => void write()} data-testid="write-note">{t.people.writeNote}</Button></div>
        </div>
      )}
      <Loaded query={query}>
        {(notes) => notes.length === 0
          ? <p className="soft">{t.people.noNotes}</p>
          : <ul>{notes.map((note) => <Line key={note.id} note={note} onDelete={mayEdit && (note.written_by === user?.id || user?.role === 'admin') ? () => void remove(note) : undefined} />)}</ul>}
      </Loaded>
    </Section>
  )
}

function Line({ note, onDelete }: { note: PersonNote; onDelete: (() => void) | undefined }) {
  const { t, f } = useWords()
  return (
    <li style={{ padding: '8px 0' }} data-testid="note">
      <p className="reading" style={{ whiteSpace: 'pre-wrap' }}>{note.text}</p>
      <p className="row between soft small">
        <span>{note.written_by_name} · {f.time(note.written_at)}</span>
        {onDelete && <button type="button" className="icon-button" aria-label={t.people.deleteNote} title={t.people.deleteNote} onClick={onDelete}><Icon name="close" size={14} /></button>}
      </p>
    </li>
  )
}
