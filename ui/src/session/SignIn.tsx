import './session.css'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { api } from '@/api/client'
import { samplesQuery, sessionQuery } from '@/api/queries'
import type { Hub, Language, Session } from '@/api/types'
import { Brand } from '@/frame/Brand'
import { ErrorNote } from '@/parts/ErrorNote'
import { shownName } from './useSession'
import { useWords } from '@/text'

export function Door({ hub, title, children, onLanguage }: { hub: Hub; title: string; children: ReactNode; onLanguage: (language: Language) => void }) {
  const { t, language } = useWords()
  return (
    <div className="door">
      <div className="door-side">
        <Brand size={44} />
        <p className="door-name">{hub.name}</p>
        <p className="soft">{t.session.tagline}</p>
        <svg viewBox="0 0 400 120" className="door-wave" aria-hidden="true" preserveAspectRatio="none">
          <path d="M0 100C60 100 70 20 110 20s60 80 110 80 60-70 90-70 40 50 90 50" fill="none" stroke="currentColor" strokeWidth="1.4" vectorEffect="non-scaling-stroke" />
        </svg>
      </div>
      <main className="door-main">
        <div className="door-box">
          <h1>{title}</h1>
          {children}
          <p className="row wide small" style={{ marginTop: 32 }}>
            {(['ja', 'en'] as const).map((one) => (
              <button key={one} type="button" className="link" lang={one} aria-pressed={language === one} disabled={language === one} onClick={() => onLanguage(one)} data-testid={`language-${one}`}>
                {one === 'ja' ? '日本語' : 'English'}
              </button>
            ))}
          </p>
        </div>
      </main>
    </div>
  )
}

export function SignIn({ hub, onLanguage }: { hub: Hub; onLanguage: (language: Language) => void }) {
  const { t, language } = useWords()
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { data: samples } = useQuery({ ...samplesQuery, enabled: hub.demo })

  const enter = async (ask: () => Promise<Session>) => {
    setBusy(true)
    setError(null)
    try {
      client.setQueryData(sessionQuery.queryKey, await ask())
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void enter(() => api.post<Session>('/session', { email, password }))
  }

  return (
    <Door hub={hub} title={t.session.title} onLanguage={onLanguage}>
      {hub.setup_needed && <p className="note care">{t.session.setupNeeded}</p>}
      <form className="stack" onSubmit={submit}>
        <TextInput label={t.session.email} type="email" autoComplete="username" required withAsterisk={false} value={email} onChange={(event) => setEmail(event.currentTarget.value)} data-testid="email" />
        <PasswordInput label={t.session.password} autoComplete="current-password" required withAsterisk={false} value={password} onChange={(event) => setPassword(event.currentTarget.value)} data-testid="password" />
        {error !== null && <ErrorNote error={error} />}
        <Button type="submit" loading={busy} data-testid="sign-in">{t.session.submit}</Button>
      </form>
      {samples && samples.length > 0 && (
        <div className="samples">
          <h2>{t.session.samples}</h2>
          <p className="soft small">{t.session.samplesWhy}</p>
          <ul>
            {samples.map((sample) => (
              <li key={sample.id}>
                <button type="button" className="sample" disabled={busy} onClick={() => void enter(() => api.post<Session>('/session/switch', { user_id: sample.id }))} data-testid={`sample-${sample.role}`}>
                  <span className="grow"><span className="strong">{shownName(sample.name, language)}</span> <span className="mark">{t.common.sample}</span></span>
                  <span className="soft">{t.top.roles[sample.role]}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Door>
  )
}
