import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '@/api/client'
import { sessionQuery } from '@/api/queries'
import type { Hub, Language, Session } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { useWords } from '@/text'
import { Door } from './SignIn'

/** The one-time link: of the first start, or of an invitation. */
export function Setup({ hub, token, onLanguage, onDone }: { hub: Hub; token: string; onLanguage: (language: Language) => void; onDone: () => void }) {
  const { t } = useWords()
  const client = useQueryClient()
  const [form, setForm] = useState({ name: '', email: '', password: '' })
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const field = (key: keyof typeof form) => ({
    value: form[key],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setForm((now) => ({ ...now, [key]: value }))
    },
    required: true,
    withAsterisk: false,
    'data-testid': key,
  })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      client.setQueryData(sessionQuery.queryKey, await api.post<Session>('/setup', { token, ...form }))
      onDone()
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Door hub={hub} title={t.session.setupTitle} onLanguage={onLanguage}>
      <p className="soft">{t.session.setupWhy}</p>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <TextInput label={t.session.yourName} autoComplete="name" {...field('name')} />
        <TextInput label={t.session.email} type="email" autoComplete="username" {...field('email')} />
        <PasswordInput label={t.session.newPassword} autoComplete="new-password" minLength={12} {...field('password')} />
        {error !== null && <ErrorNote error={error} />}
        <Button type="submit" loading={busy} data-testid="setup">{t.session.setupSubmit}</Button>
      </form>
    </Door>
  )
}
