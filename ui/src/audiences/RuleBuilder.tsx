import './audiences.css'
import type { ReactNode } from 'react'
import { Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { fieldsQuery } from '@/api/queries'
import type { AudienceFields, Rule } from '@/api/types'
import { Icon } from '@/parts/Icon'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { DateCondition } from './DateCondition'
import { EventCondition } from './EventCondition'
import { asGroup, fromGroup, newRule, type RuleKind } from './rules'
import { SequenceCondition } from './SequenceCondition'
import { ShareCondition } from './ShareCondition'
import { TraitCondition } from './TraitCondition'

type Group = Extract<Rule, { kind: 'all' | 'any' }>

interface BuilderProps {
  rule: Rule
  onChange: (rule: Rule) => void
  disabled?: boolean
}

/** A rule as nested groups of conditions. Everything it offers comes from what the hub has really seen. */
export function RuleBuilder({ rule, onChange, disabled }: BuilderProps) {
  const { data: fields } = useQuery(fieldsQuery)
  return (
    <fieldset className="rule" disabled={disabled} data-testid="rule-builder">
      <GroupEditor group={asGroup(rule)} fields={fields} onChange={(group) => onChange(fromGroup(group))} />
    </fieldset>
  )
}

interface EditorProps<R> {
  fields: AudienceFields | undefined
  onRemove?: () => void
  rule: R
  onChange: (rule: R) => void
}

function GroupEditor({ group, fields, onChange, onRemove }: { group: Group; fields: AudienceFields | undefined; onChange: (group: Group) => void; onRemove?: () => void }) {
  const { t } = useWords()
  const w = t.audiences.rule
  const replace = (index: number, next: Rule | null) =>
    onChange({ ...group, rules: next === null ? group.rules.filter((_, at) => at !== index) : group.rules.with(index, next) })
  return (
    <div className="rule-group">
      <div className="row" style={{ gap: 8 }}>
        <span className="soft">{w.meets}</span>
        <Pick label={w.group} bare value={group.kind} onChange={(kind) => onChange({ ...group, kind: kind as Group['kind'] })} options={[{ value: 'all', label: w.all }, { value: 'any', label: w.any }]} />
        {onRemove && <Remove onRemove={onRemove} />}
      </div>
      <ul>
        {group.rules.map((rule, index) => (
          <li key={index}>
            <Condition rule={rule} fields={fields} onChange={(next) => replace(index, next)} onRemove={() => replace(index, null)} />
          </li>
        ))}
      </ul>
      <AddCondition onAdd={(kind) => onChange({ ...group, rules: [...group.rules, newRule(kind, fields)] })} />
    </div>
  )
}

function Condition({ rule, fields, onChange, onRemove }: EditorProps<Rule> & { onRemove: () => void }) {
  const { t } = useWords()
  const term = useTerm()
  const w = t.audiences.rule
  switch (rule.kind) {
    case 'all':
    case 'any':
      return <GroupEditor group={rule} fields={fields} onChange={onChange} onRemove={onRemove} />
    case 'not':
      return (
        <div className="rule-not">
          <button type="button" className="rule-not-word" onClick={() => onChange(rule.rule)} title={w.negate}>{w.not}</button>
          <div className="grow"><Condition rule={rule.rule} fields={fields} onChange={(inner) => onChange({ kind: 'not', rule: inner })} onRemove={onRemove} /></div>
        </div>
      )
    case 'trait':
      return <Leaf onRemove={onRemove} onNegate={() => onChange({ kind: 'not', rule })}><TraitCondition rule={rule} fields={fields} onChange={onChange} /></Leaf>
    case 'event':
      return <Leaf onRemove={onRemove} onNegate={() => onChange({ kind: 'not', rule })}><EventCondition rule={rule} fields={fields} onChange={onChange} /></Leaf>
    case 'date':
      return <Leaf onRemove={onRemove} onNegate={() => onChange({ kind: 'not', rule })}><DateCondition rule={rule} fields={fields} onChange={onChange} /></Leaf>
    case 'sequence':
      return <Leaf onRemove={onRemove} onNegate={() => onChange({ kind: 'not', rule })}><SequenceCondition rule={rule} fields={fields} onChange={onChange} /></Leaf>
    case 'share':
      return <Leaf onRemove={onRemove} onNegate={() => onChange({ kind: 'not', rule })}><ShareCondition rule={rule} onChange={onChange} /></Leaf>
    case 'audience':
      return (
        <Leaf onRemove={onRemove} onNegate={() => onChange({ kind: 'not', rule })}>
          <span className="rule-kind">{w.audience}</span>
          <Pick label={w.audience} bare value={rule.id} onChange={(id) => onChange({ ...rule, id })} options={(fields?.audiences ?? []).map((one) => ({ value: one.id, label: one.name }))} />
        </Leaf>
      )
    case 'consent':
      return (
        <Leaf onRemove={onRemove} onNegate={() => onChange({ kind: 'not', rule })}>
          <span className="rule-kind">{w.consent}</span>
          <Pick label={w.channel} bare value={rule.channel} onChange={(channel) => onChange({ ...rule, channel })} options={[{ value: 'email', label: term('channel', 'email') }]} />
          <Pick label={w.purpose} bare value={rule.purpose} onChange={(purpose) => onChange({ ...rule, purpose })} options={[{ value: 'marketing', label: term('purpose', 'marketing') }]} />
        </Leaf>
      )
    case 'everyone':
      return <Leaf onRemove={onRemove}><span className="rule-kind">{w.everyone}</span></Leaf>
  }
}

function Leaf({ children, onRemove, onNegate }: { children: ReactNode; onRemove: () => void; onNegate?: () => void }) {
  const { t } = useWords()
  return (
    <div className="rule-leaf" data-testid="condition">
      <div className="rule-parts">{children}</div>
      <div className="row" style={{ gap: 0, flexWrap: 'nowrap' }}>
        {onNegate && <button type="button" className="link small" onClick={onNegate} title={t.audiences.rule.negate}>{t.audiences.rule.not}</button>}
        <Remove onRemove={onRemove} />
      </div>
    </div>
  )
}

function Remove({ onRemove }: { onRemove: () => void }) {
  const { t } = useWords()
  return (
    <button type="button" className="icon-button" aria-label={t.audiences.rule.removeCondition} title={t.audiences.rule.removeCondition} onClick={onRemove}>
      <Icon name="close" size={14} />
    </button>
  )
}

function AddCondition({ onAdd }: { onAdd: (kind: RuleKind) => void }) {
  const { t } = useWords()
  const w = t.audiences.rule
  const kinds: [RuleKind, string][] = [
    ['trait', w.trait], ['date', w.date], ['event', w.event], ['sequence', w.sequence], ['audience', w.audience], ['consent', w.consent], ['share', w.share],
    ['all', `${w.group}: ${w.all}`], ['any', `${w.group}: ${w.any}`],
  ]
  return (
    <Menu position="bottom-start" shadow="md">
      <Menu.Target>
        <button type="button" className="link row" style={{ gap: 4 }} data-testid="add-condition"><Icon name="plus" size={14} /> {w.addCondition}</button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map(([kind, label]) => (
          <Menu.Item key={kind} onClick={() => onAdd(kind)} data-testid={`add-${kind}`}>{label}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
