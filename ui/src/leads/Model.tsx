import type { LeadModelView, LeadRuleText } from '@/api/types'
import { Section } from '@/parts/Page'
import { Table, type Column } from '@/parts/Table'
import { useWords } from '@/text'
import { Start } from './Leads'

/** What gives points, what makes a grade, and what leads from stage to stage, in words. */
export function Model({ view }: { view: LeadModelView }) {
  const { t, f } = useWords()
  const l = t.leads
  const columns: Column<LeadRuleText>[] = [
    { key: 'points', title: l.points, num: true, cell: (row) => (row.points > 0 ? `+${f.short(row.points)}` : f.short(row.points).replace('-', '−')) },
    { key: 'name', title: l.rule, cell: (row) => <span className="strong">{row.name}</span> },
    { key: 'when', title: l.when, cell: (row) => row.when_text },
    { key: 'each', title: l.fades, cell: (row) => (row.each ? [row.half_life_days ? l.halved(f.short(row.half_life_days)) : l.stays, row.cap !== null ? l.cap(f.short(row.cap)) : ''].filter(Boolean).join(' · ') : l.asLong) },
  ]
  const table = (axis: string) => <Table columns={columns} rows={view.rules.filter((rule) => rule.axis === axis)} id={(row) => row.id} caption={l.axis[axis] ?? axis} testid={`rules-${axis}`} />
  return (
    <>
      {view.version === null ? <Start view={view} /> : <p className="soft small">{l.version(String(view.version), f.time(view.at), view.by ?? '')}</p>}
      <p className="reading">{l.who(view.who_text)}</p>
      <Section title={l.axis.score}>{table('score')}</Section>
      <Section title={l.axis.fit} side={<span className="soft small">{view.grades.map((one) => `${one.grade} ≥ ${f.short(one.points)}`).join(' · ')}</span>}>{table('fit')}</Section>
      <Section title={l.stages}>
        <ol className="lead-stages">
          {view.stages.map((stage) => (
            <li key={stage.id}>
              <span className="strong">{stage.name}</span> <span className="soft">{stage.enters_text || l.byHand}</span>
              <span className="soft small">{[stage.hand_over && l.handOver, stage.clock_hours !== null && l.clock(f.short(stage.clock_hours))].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
        </ol>
      </Section>
    </>
  )
}
