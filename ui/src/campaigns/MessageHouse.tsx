import { Textarea, TextInput } from '@mantine/core'
import type { Claim } from '@/api/types'
import { Icon } from '@/parts/Icon'
import { useWords } from '@/text'
import { useCampaign } from './editing'

function freeId(claims: Claim[]): string {
  let n = claims.length + 1
  while (claims.some((claim) => claim.id === `c${n}`)) n += 1
  return `c${n}`
}

/** One message, and the claims that may support it. */
export function MessageHouse() {
  const { t } = useWords()
  const p = t.campaigns.plan
  const { document: campaign, change, readOnly } = useCampaign()
  const house = campaign.message_house
  const setClaims = (claims: Claim[]) => change({ message_house: { ...house, claims } })
  const set = (index: number, patch: Partial<Claim>) => setClaims(house.claims.with(index, { ...(house.claims[index] as Claim), ...patch }))
  return (
    <div className="stack">
      <Textarea label={p.message} autosize minRows={2} value={house.message} readOnly={readOnly} onChange={(event) => change({ message_house: { ...house, message: event.currentTarget.value } })} data-testid="message" />
      <h3>{p.claims}</h3>
      {house.claims.length === 0 && <p className="soft reading">{p.noClaims}</p>}
      <ul className="list-edit">
        {house.claims.map((claim, index) => (
          <li key={claim.id} className="claim">
            <Textarea autosize label={p.claim} value={claim.text} readOnly={readOnly} onChange={(event) => set(index, { text: event.currentTarget.value })} />
            <Textarea autosize label={p.evidence} value={claim.evidence} readOnly={readOnly} onChange={(event) => set(index, { evidence: event.currentTarget.value })} />
            <TextInput type="date" label={p.expires} value={claim.expires_on ?? ''} readOnly={readOnly} onChange={(event) => set(index, { expires_on: event.currentTarget.value || null })} />
            {!readOnly && <button type="button" className="icon-button" aria-label={`${t.common.remove}: ${claim.text}`} onClick={() => setClaims(house.claims.filter((_, at) => at !== index))}><Icon name="close" size={14} /></button>}
          </li>
        ))}
      </ul>
      {!readOnly && <div><button type="button" className="link" onClick={() => setClaims([...house.claims, { id: freeId(house.claims), text: '', evidence: '', expires_on: null }])} data-testid="add-claim">{p.addClaim}</button></div>}
    </div>
  )
}
