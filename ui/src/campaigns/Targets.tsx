import { NumberInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { kpisQuery } from '@/api/queries'
import type { Target } from '@/api/types'
import { Icon } from '@/parts/Icon'
import { Pick } from '@/parts/Pick'
import { kpiName } from '@/results/KpiNumber'
import { useWords } from '@/text'
import { useCampaign } from './editing'

/** Specific, measurable, with a date. */
export function Targets() {
  const { t, language } = useWords()
  const p = t.campaigns.plan
  const { document: campaign, change, readOnly } = useCampaign()
  const { data: kpis } = useQuery(kpisQuery)
  const { targets } = campaign
  const set = (index: number, patch: Partial<Target>) => change({ targets: targets.with(index, { ...(targets[index] as Target), ...patch }) })
  const unitOf = (id: string) => kpis?.find((kpi) => kpi.id === id)?.unit ?? 'count'
  const add = () => {
    const kpi = kpis?.find((one) => !targets.some((target) => target.kpi === one.id)) ?? kpis?.[0]
    change({ targets: [...targets, { kpi: kpi?.id ?? 'conversions', value: 100, unit: kpi?.unit ?? 'count', by: campaign.ends_on }] })
  }
  return (
    <div className="stack">
      {targets.length === 0 && <p className="soft reading">{p.noTargets}</p>}
      <ul className="list-edit">
        {targets.map((target, index) => (
          <li key={index} className="target">
            <Pick label="KPI" value={target.kpi} disabled={readOnly} onChange={(kpi) => set(index, { kpi, unit: unitOf(kpi) })} options={(kpis ?? []).map((kpi) => ({ value: kpi.id, label: kpiName(kpi, language, kpi.id) }))} />
            <NumberInput label={p.target} value={target.value} thousandSeparator="," readOnly={readOnly} onChange={(value) => set(index, { value: Number(value) })} hideControls />
            <TextInput type="date" label={p.by} value={target.by ?? ''} readOnly={readOnly} onChange={(event) => set(index, { by: event.currentTarget.value || null })} />
            {!readOnly && <button type="button" className="icon-button" aria-label={t.common.remove} onClick={() => change({ targets: targets.filter((_, at) => at !== index) })}><Icon name="close" size={14} /></button>}
          </li>
        ))}
      </ul>
      {!readOnly && <div><button type="button" className="link" onClick={add} data-testid="add-target">{p.addTarget}</button></div>}
    </div>
  )
}
