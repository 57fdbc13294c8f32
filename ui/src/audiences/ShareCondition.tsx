import { NumberInput, TextInput } from '@mantine/core'
import type { ShareRule } from '@/api/types'
import { useWords } from '@/text'

/** A random part of everyone. Who is in it hangs on the name of the draw alone. */
export function ShareCondition({ rule, onChange }: { rule: ShareRule; onChange: (rule: ShareRule) => void }) {
  const { t } = useWords()
  const w = t.audiences.rule
  return (
    <>
      <span className="rule-kind">{w.share}</span>
      <NumberInput aria-label={w.share} value={rule.share} min={0.01} max={100} decimalScale={2} onChange={(share) => onChange({ ...rule, share: Number(share) })} hideControls w={72} data-testid="share" />
      <span className="soft">%</span>
      <span className="soft nowrap">{w.draw}</span>
      <TextInput aria-label={w.draw} title={w.drawHint} value={rule.salt} onChange={(event) => onChange({ ...rule, salt: event.currentTarget.value })} w={140} data-testid="share-draw" />
      <span className="row" style={{ gap: 8, flexWrap: 'nowrap' }}>
        <span className="soft nowrap">{w.shareFrom}</span>
        <NumberInput aria-label={w.shareFrom} title={w.drawHint} value={rule.start ?? 0} min={0} max={99.99} decimalScale={2} onChange={(start) => onChange({ ...rule, start: Number(start) })} hideControls w={72} />
        <span className="soft">%</span>
      </span>
    </>
  )
}
