import { useQuery } from '@tanstack/react-query'
import { kpisQuery } from '@/api/queries'
import type { Kpi, KpiValue } from '@/api/types'
import { usePanel } from '@/frame/panel'
import { PlayedMark } from '@/parts/State'
import { useWords } from '@/text'

export const kpiName = (kpi: Kpi | undefined, language: string, fallback: string) =>
  kpi ? (language === 'ja' ? kpi.name_ja : kpi.name) : fallback

/** Opens the panel with what a number means: formula, SQL, owner, when it was computed. */
export function useDefinition() {
  const { t, language } = useWords()
  const { data } = useQuery(kpisQuery)
  const panel = usePanel()
  return (id: string, computedAt?: string) => {
    const kpi = data?.find((one) => one.id === id)
    if (kpi) panel.show({ title: `${kpiName(kpi, language, id)}: ${t.results.definition}`, body: <Definition kpi={kpi} computedAt={computedAt} /> })
  }
}

function Definition({ kpi, computedAt }: { kpi: Kpi; computedAt?: string }) {
  const { t, f, language } = useWords()
  return (
    <div className="stack" data-testid="definition">
      <p className="reading">{language === 'ja' ? kpi.formula_ja : kpi.formula}</p>
      <dl className="facts">
        <dt>{t.results.unit}</dt><dd>{t.results.units[kpi.unit]}</dd>
        <dt>{t.results.owner}</dt><dd>{kpi.owner}</dd>
        {computedAt && <><dt>{t.results.computedAt}</dt><dd>{f.time(computedAt)}</dd></>}
      </dl>
      <h3>{t.results.sql}</h3>
      <pre className="note" tabIndex={0}>{kpi.sql}</pre>
    </div>
  )
}

function useKpi(kpi: KpiValue) {
  const { t, f, language } = useWords()
  const { data } = useQuery(kpisQuery)
  return {
    name: kpiName(data?.find((one) => one.id === kpi.kpi), language, kpi.kpi),
    value: f.unit(kpi.value, kpi.unit),
    previous: kpi.previous === null ? null : t.results.previous(f.unit(kpi.previous, kpi.unit)),
  }
}

/** A KPI as one line: name left, number right; the number opens its definition. */
export function KpiLine({ kpi }: { kpi: KpiValue }) {
  const { t } = useWords()
  const { name, value } = useKpi(kpi)
  const open = useDefinition()
  return (
    <li>
      <button type="button" className="plain row between" style={{ width: '100%', padding: '10px 0' }} onClick={() => open(kpi.kpi, kpi.computed_at)} data-testid={`kpi-${kpi.kpi}`}>
        <span className="soft row">{name} {kpi.played && <span className="mark">{t.common.played}</span>}</span>
        <span className="strong">{value}</span>
      </button>
    </li>
  )
}

/** A KPI as a large number with its period before. */
export function KpiNumber({ kpi, chosen, onChoose }: { kpi: KpiValue; chosen?: boolean; onChoose?: () => void }) {
  const { t } = useWords()
  const { name, value, previous } = useKpi(kpi)
  const open = useDefinition()
  return (
    <div className={`kpi${chosen ? ' chosen' : ''}`} data-testid={`kpi-${kpi.kpi}`}>
      <button type="button" className="plain" onClick={onChoose ?? (() => open(kpi.kpi, kpi.computed_at))} aria-pressed={onChoose ? chosen : undefined}>
        <span className="label">{name}</span>
        <span className="big" style={{ display: 'block' }}>{value}</span>
      </button>
      {(previous || kpi.played) && <p className="small soft row">{previous} <PlayedMark played={kpi.played} /></p>}
      <button type="button" className="link small" onClick={() => open(kpi.kpi, kpi.computed_at)} data-testid={`define-${kpi.kpi}`}>
        {t.results.definition}
      </button>
    </div>
  )
}
