import { useQuery } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { currencyQuery, sessionQuery } from './api/queries'
import type { Language } from './api/types'
import { ErrorNote } from './parts/ErrorNote'
import { router } from './routes'
import { Setup } from './session/Setup'
import { SignIn } from './session/SignIn'
import { loadWords, WordsProvider } from './text'
import type { Dictionary } from './text/en'

const browserLanguage: Language = navigator.language.startsWith('ja') ? 'ja' : 'en'

function setupToken(): string | null {
  return location.pathname === '/setup' ? new URLSearchParams(location.search).get('token') : null
}

/** Session first, then the words of the person's language, then the pages. */
export function App() {
  const session = useQuery(sessionQuery)
  const [chosen, setChosen] = useState<Language | null>(null)
  const [token, setToken] = useState(setupToken)
  const user = session.data?.user ?? null
  const { data: currency } = useQuery({ ...currencyQuery, enabled: user !== null })
  const language = user?.language ?? chosen ?? browserLanguage
  const [words, setWords] = useState<{ language: Language; t: Dictionary } | null>(null)

  useEffect(() => {
    let current = true
    void loadWords(language).then((t) => current && setWords({ language, t }))
    return () => {
      current = false
    }
  }, [language])

  if (words === null) return null
  const inside = () => {
    if (session.isError && session.data === undefined)
      return <div className="page"><ErrorNote error={session.error} onRetry={() => void session.refetch()} /></div>
    if (!session.data) return null
    const { hub } = session.data
    if (token !== null) {
      const done = () => {
        history.replaceState(null, '', '/')
        setToken(null)
      }
      return <Setup hub={hub} token={token} onLanguage={setChosen} onDone={done} />
    }
    if (user === null) return <SignIn hub={hub} onLanguage={setChosen} />
    return <RouterProvider router={router} />
  }
  return (
    <WordsProvider language={words.language} t={words.t} currency={currency}>
      {inside()}
    </WordsProvider>
  )
}
