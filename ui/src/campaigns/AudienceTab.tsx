import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { audiencesQuery } from '@/api/queries'
import { RuleBuilder } from '@/audiences/RuleBuilder'
import { RulePreview } from '@/audiences/RulePreview'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'
import { useCampaign } from './editing'

/** The campaign keeps its own copy of the rule, so that an approval binds exactly these people. */
export function AudienceTab() {
  const { t } = useWords()
  const { document: campaign, change, readOnly } = useCampaign()
  const { data: audiences } = useQuery(audiencesQuery)
  const { audience } = campaign
  const pick = (id: string) => {
    const chosen = audiences?.find((one) => one.id === id)
    if (chosen) change({ audience: { name: chosen.name, rule: { kind: 'audience', id: chosen.id } } })
  }
  return (
    <div className="columns" data-testid="campaign-audience">
      <div className="stack wide">
        {!audience && <p className="reading">{t.campaigns.audience.none}</p>}
        <div className="field-row">
          {audience && <TextInput label={t.common.name} value={audience.name} readOnly={readOnly} onChange={(event) => change({ audience: { ...audience, name: event.currentTarget.value } })} />}
          {!readOnly && <Pick label={t.campaigns.audience.pick} value="" onChange={pick} options={[{ value: '', label: '–' }, ...(audiences ?? []).map((one) => ({ value: one.id, label: one.name }))]} testid="pick-audience" />}
        </div>
        {audience && <RuleBuilder rule={audience.rule} disabled={readOnly} onChange={(rule) => change({ audience: { ...audience, rule } })} />}
        {!audience && !readOnly && (
          <div><button type="button" className="link" onClick={() => change({ audience: { name: campaign.name, rule: { kind: 'everyone' } } })}>{t.campaigns.audience.build}</button></div>
        )}
      </div>
      {audience && <RulePreview rule={audience.rule} />}
    </div>
  )
}
