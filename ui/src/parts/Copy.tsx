import { useClipboard } from '@mantine/hooks'
import { useWords } from '@/text'
import { Icon } from './Icon'

export function Copy({ text, label }: { text: string; label?: string }) {
  const { t } = useWords()
  const clipboard = useClipboard({ timeout: 1500 })
  return (
    <button type="button" className="link row" style={{ gap: 4, flexWrap: 'nowrap' }} onClick={() => clipboard.copy(text)} aria-label={label ?? t.common.copy}>
      <Icon name={clipboard.copied ? 'check' : 'copy'} size={14} />
      <span className="small" aria-live="polite">{clipboard.copied ? t.common.copied : t.common.copy}</span>
    </button>
  )
}
