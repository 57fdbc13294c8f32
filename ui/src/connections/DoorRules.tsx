import { Button, NumberInput, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, part } from '@/api/client'
import type { Source } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'

type Rules = Source['rules']

/** What the door asks of one source: speed, sites, addresses, bots. */
export function DoorRules({ source }: { source: Source }) {
  const { t } = useWords()
  const d = t.connections.door
  const client = useQueryClient()
  const [rules, setRules] = useState<Rules | null>(null)
  const change = (part: Partial<Rules>) => setRules((before) => before && { ...before, ...part })
  const save = async () => {
    if (!rules) return
    const origins = (rules.origins ?? []).map((each) => each.trim()).filter(Boolean)
    await api.put<Source>(`/sources/${part(source.id)}/rules`, { ...rules, origins })
    await client.invalidateQueries({ queryKey: ['sources'] })
  }
  return (
    <div>
      <Button size="xs" variant="default" onClick={() => setRules(source.rules)} data-testid="door-rules">{d.title}</Button>
      <Confirm open={rules !== null} onClose={() => setRules(null)} title={`${source.name}: ${d.title}`} action={d.save} onAction={save}>
        {rules && (
          <>
            <NumberInput label={d.rate} description={d.rateHint} min={0} value={rules.events_per_second ?? ''} onChange={(value) => change({ events_per_second: value === '' ? null : Number(value) })} data-testid="door-rate" />
            <NumberInput label={d.burst} min={0} value={rules.burst ?? ''} onChange={(value) => change({ burst: value === '' ? null : Number(value) })} />
            <Textarea label={d.origins} description={d.originsHint} autosize minRows={2} value={(rules.origins ?? []).join('\n')} onChange={(event) => change({ origins: event.currentTarget.value.split('\n') })} data-testid="door-origins" />
            <Pick label={d.ip} value={rules.ip ?? 'keep'} onChange={(value) => change({ ip: value as Rules['ip'] })} options={(['keep', 'truncate', 'drop'] as const).map((value) => ({ value, label: d.ips[value] }))} />
            <Pick label={d.bots} value={rules.bots ?? 'mark'} onChange={(value) => change({ bots: value as Rules['bots'] })} options={(['mark', 'hold'] as const).map((value) => ({ value, label: d.botWays[value] }))} />
          </>
        )}
      </Confirm>
    </div>
  )
}
