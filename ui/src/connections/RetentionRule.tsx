import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { retentionLookQuery, retentionQuery } from '@/api/queries'
import type { Retention } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'

const LONGEST = 36_500
const presets = [90, 365, 400, 730] as const

/** A rule in the panel: what it would take out is counted before anybody saves it. */
export function RetentionRule({ name, events }: { name: string; events: number }) {
  const { t } = useWords()
  const r = t.catalogue.retention
  const { mayManage } = useSession()
  const client = useQueryClient()
  const { data: found } = useQuery(retentionQuery)
  const kept = found?.rules.find((rule) => rule.name === name)?.days ?? null
  const [text, setText] = useState(kept === null ? '' : String(kept))
  const days = text.trim() === '' ? null : Number(text.normalize('NFKC'))
  const wrong = days !== null && !(Number.isInteger(days) && days >= 1 && days <= LONGEST)
  const save = useMutation({
    mutationFn: () => {
      const others = (found?.rules ?? []).filter((rule) => rule.name !== name).map((rule) => ({ name: rule.name, days: rule.days }))
      return api.put<Retention>('/retention', { rules: days === null ? others : [...others, { name, days }] })
    },
    onSuccess: () => void client.invalidateQueries({ queryKey: ['retention'] }),
  })
  const change = (next: string) => {
    setText(next)
    save.reset()
  }
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); save.mutate() }} data-testid="retention-rule">
      <TextInput label={r.howLong} description={r.howLongHint} placeholder={r.forEver} inputMode="numeric" value={text} disabled={!mayManage} error={wrong && r.tooLong} onChange={(event) => change(event.currentTarget.value)} data-testid="retention-days" />
      {mayManage && <div className="row">{presets.map((preset) => <Button key={preset} size="xs" variant="default" onClick={() => change(String(preset))} data-testid={`keep-${preset}`}>{r.presets[preset]}</Button>)}</div>}
      <h3>{r.look}</h3>
      {wrong ? <p className="soft">–</p> : <Look name={name} days={days} events={events} />}
      {save.error && <ErrorNote error={save.error} />}
      {save.isSuccess && <p className="note good" role="status">{r.saved}</p>}
      {mayManage
        ? <div><Button type="submit" loading={save.isPending} disabled={wrong || days === kept} data-testid="save-retention">{days === null ? r.drop : r.save}</Button></div>
        : <p className="soft small">{r.onlyAdmin}</p>}
    </form>
  )
}

function Look({ name, days, events }: { name: string; days: number | null; events: number }) {
  const { t, f } = useWords()
  const r = t.catalogue.retention
  const [late] = useDebouncedValue(days, 250)
  const { data, error } = useQuery(retentionLookQuery(name, late))
  const look = late === days ? data?.[0] : undefined
  if (days === null) return <p>{r.keepsAll}</p>
  if (error) return <ErrorNote error={error} />
  if (!look) return <p className="soft" role="status">{r.looking}</p>
  if (look.events === 0) return <p role="status" data-testid="retention-look">{r.nothing}</p>
  return (
    <div role="status" data-testid="retention-look">
      <p className="care retention-figure">{r.would(look.events, Math.max(events, look.events))}</p>
      <p className="soft small">{r.oldest(f.day(look.oldest))}</p>
    </div>
  )
}
