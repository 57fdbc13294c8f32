import { NativeSelect } from '@mantine/core'

interface PickProps {
  label: string
  value: string
  onChange: (value: string) => void
  options: { value: string; label: string }[]
  /** The label is only spoken, where the place already says what it is. */
  bare?: boolean
  disabled?: boolean
  testid?: string
}

/** A choice among few. The browser's own list works by keyboard, by voice and on a phone. */
export function Pick({ label, value, onChange, options, bare, disabled, testid }: PickProps) {
  const known = options.some((option) => option.value === value)
  return (
    <NativeSelect
      label={bare ? undefined : label}
      aria-label={bare ? label : undefined}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={known ? options : [{ value, label: value }, ...options]}
      data-testid={testid}
    />
  )
}
