import { NumberInput, PasswordInput, Textarea, TextInput } from '@mantine/core'
import type { ConnectorField } from '@/api/types'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'

/** One setting that a connector or a destination asks for, by its kind; `kept`: it has a value that is not shown. */
export function Setting({ field, kept = false, value, onChange }: { field: ConnectorField; kept?: boolean; value: string; onChange: (value: string) => void }) {
  const { t } = useWords()
  const facts = { label: field.title, description: (kept ? t.connectors.kept : field.hint) || undefined, withAsterisk: field.required && !kept, value, 'data-testid': `setting-${field.name}` }
  if (field.choices.length > 0) return <Pick label={field.title} value={value} onChange={onChange} options={field.choices.map((one) => ({ value: one, label: one }))} testid={`setting-${field.name}`} />
  if (field.kind === 'secret') return <PasswordInput {...facts} autoComplete="off" onChange={(event) => onChange(event.currentTarget.value)} />
  if (field.kind === 'sql' || field.kind === 'json') return <Textarea {...facts} autosize minRows={2} className="code-input" onChange={(event) => onChange(event.currentTarget.value)} />
  if (field.kind === 'number') return <NumberInput {...facts} min={0} onChange={(number) => onChange(String(number))} />
  return <TextInput {...facts} onChange={(event) => onChange(event.currentTarget.value)} />
}
