import type { Dictionary } from '@/text/en'

/** A probability as a percentage; cut, not rounded, so that nothing short of certain reads as 100 %. */
export function share(probability: number): string {
  const cut = Math.floor(probability * 1000 + 1e-9) / 10
  return `${cut === 100 ? '99.9' : cut.toFixed(1).replace(/\.0$/, '')}%`
}

/** What a probability means, in words. */
export function inWords(probability: number, words: Dictionary['matching']['words']): string {
  if (probability >= 0.999) return words.certain
  if (probability >= 0.99) return words.very
  return probability >= 0.9 ? words.likely : words.maybe
}

/** What a field is called: its usual name, or as somebody named it. */
export function fieldName(field: string, kind: string, words: Pick<Dictionary['matching'], 'known' | 'kinds'>): string {
  if (kind === 'names') return words.kinds.names
  return (words.known as Record<string, string>)[field] ?? field
}

/** How long a bar is, from 0 to 1: ten bits are a thousand to one, more says hardly more. */
export const length = (weight: number): number => Math.min(Math.abs(weight) / 10, 1)
