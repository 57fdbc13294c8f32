import { useWords } from '@/text'

const tones: Record<string, string> = { running: 'live', waiting: 'approved', failing: 'rejected', paused: 'draft' }

export function StateWord({ state }: { state: string }) {
  const { t } = useWords()
  const words: Record<string, string> = t.connectors.states
  return <span className={`state ${tones[state] ?? 'draft'}`} data-testid="connector-state">{words[state] ?? state}</span>
}
