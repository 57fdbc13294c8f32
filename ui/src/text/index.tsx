import { createContext, useContext, useMemo, type ReactNode } from 'react'
import type { Language } from '@/api/types'
import { formats, type Formats } from '@/format/formats'
import type { Dictionary } from './en'

interface Words {
  t: Dictionary
  language: Language
  f: Formats
}

const WordsContext = createContext<Words | null>(null)
const loaded: Partial<Record<Language, Dictionary>> = {}

/** Fetches one language's dictionary; the other one is never downloaded. */
export async function loadWords(language: Language): Promise<Dictionary> {
  const words = loaded[language] ?? (language === 'ja' ? (await import('./ja')).ja : (await import('./en')).en)
  loaded[language] = words
  document.documentElement.lang = language
  if (language === 'ja') void import('@fontsource-variable/noto-sans-jp')
  return words
}

interface ProviderProps {
  language: Language
  t: Dictionary
  currency: string | undefined
  children: ReactNode
}

export function WordsProvider({ language, t, currency, children }: ProviderProps) {
  const words = useMemo(() => ({ t, language, f: formats(language, currency) }), [t, language, currency])
  return <WordsContext value={words}>{children}</WordsContext>
}

/** `t`: the texts; `f`: numbers and dates of the reader's language. */
export function useWords(): Words {
  const words = useContext(WordsContext)
  if (words === null) throw new Error('useWords needs a WordsProvider')
  return words
}
