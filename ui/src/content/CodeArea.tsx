import type { Ref } from 'react'

interface CodeAreaProps {
  value: string
  onChange: (value: string) => void
  flagged: Set<number>
  readOnly: boolean
  lang: string
  labelledBy: string
  ref?: Ref<HTMLTextAreaElement>
}

/** A text area with line numbers, as tall as its text; lines with a problem are marked. */
export function CodeArea({ value, onChange, flagged, readOnly, lang, labelledBy, ref }: CodeAreaProps) {
  return (
    <div className="code-area">
      <div className="code-lines" aria-hidden="true">
        {value.split('\n').map((line, index) => (
          <div key={index} className={flagged.has(index + 1) ? 'flagged' : undefined}>{line}</div>
        ))}
      </div>
      <textarea
        ref={ref}
        lang={lang}
        aria-labelledby={labelledBy}
        aria-invalid={flagged.size > 0}
        spellCheck={false}
        readOnly={readOnly}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        data-testid="body"
      />
    </div>
  )
}
