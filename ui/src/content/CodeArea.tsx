import { useRef, type Ref } from 'react'

interface CodeAreaProps {
  value: string
  onChange: (value: string) => void
  flagged: Set<number>
  readOnly: boolean
  lang: string
  labelledBy: string
  ref?: Ref<HTMLTextAreaElement>
}

/** A text area with line numbers; lines with a problem are marked. */
export function CodeArea({ value, onChange, flagged, readOnly, lang, labelledBy, ref }: CodeAreaProps) {
  const gutter = useRef<HTMLDivElement>(null)
  const lines = value.split('\n').length
  return (
    <div className="code-area">
      <div className="code-lines" aria-hidden="true" ref={gutter}>
        {Array.from({ length: lines }, (_, index) => (
          <div key={index} className={flagged.has(index + 1) ? 'flagged' : undefined}>{index + 1}</div>
        ))}
      </div>
      <textarea
        ref={ref}
        lang={lang}
        aria-labelledby={labelledBy}
        aria-invalid={flagged.size > 0}
        spellCheck={false}
        wrap="off"
        readOnly={readOnly}
        value={value}
        rows={Math.min(Math.max(lines + 1, 14), 30)}
        onChange={(event) => onChange(event.currentTarget.value)}
        onScroll={(event) => {
          if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop
        }}
        data-testid="body"
      />
    </div>
  )
}
