import { Button, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, part } from '@/api/client'
import { previewQuery } from '@/api/queries'
import type { CampaignView } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { useCampaign } from './editing'

type Asking = 'submit' | 'launch' | 'finish' | null

/** One primary action by state. Its words say what will happen, and to how many people. */
export function Actions() {
  const { t, f } = useWords()
  const { view, document: campaign, dirty, save, take } = useCampaign()
  const { mayEdit, mayDecide, user, hub } = useSession()
  const [asking, setAsking] = useState<Asking>(null)
  const rule = campaign.audience?.rule
  const { data: size } = useQuery({ ...previewQuery(rule ?? { kind: 'everyone' }), enabled: rule !== undefined && asking !== null })
  const people = size ? t.common.noun.people(size.size) : '…'
  const id = view.document.id
  const a = t.campaigns.actions

  const act = (verb: 'submit' | 'launch' | 'pause' | 'finish') => async () => {
    if (dirty && (await save()) === null) throw new Error(t.errors.title)
    take(await api.post<CampaignView>(`/campaigns/${part(id)}/${verb}`, {}))
  }
  const changed = view.approval?.state === 'approved' && view.approval.hash !== view.hash
  const waits = view.state === 'in_review'
  const own = view.approval?.requested_by.id === user?.id
  const needsApproval = view.state === 'draft' || changed
  const mayLaunch = mayEdit && !changed && (view.state === 'approved' || view.state === 'scheduled')
  const { tab } = useParams({ strict: false })
  const results = (view.state === 'live' || view.state === 'finished') && tab !== 'results'

  return (
    <>
      {changed && view.state !== 'finished' && <p className="small care" style={{ maxWidth: '42ch' }}>{a.changed}</p>}
      {waits && (mayDecide && !own
        ? <Button component={Link} to={`/campaigns/${id}/approval`} data-testid="decide">{a.decide}</Button>
        : <span className="soft">{a.waiting}</span>)}
      {mayEdit && needsApproval && !waits && view.state !== 'finished' && (
        view.problems.length > 0
          ? <Button disabled data-testid="submit">{a.fixFirst(view.problems.length)}</Button>
          : <Button onClick={() => setAsking('submit')} data-testid="submit">{a.submit}</Button>
      )}
      {mayLaunch && <Button onClick={() => setAsking('launch')} data-testid="launch">{a.launch}</Button>}
      {results && !needsApproval && <Button variant="default" component={Link} to={`/campaigns/${id}/results`}>{a.results}</Button>}
      <Menu position="bottom-end" shadow="md">
        <Menu.Target><Button variant="default" px={10} aria-label={t.common.more} data-testid="campaign-more">…</Button></Menu.Target>
        <Menu.Dropdown>
          {mayEdit && view.state === 'live' && <Menu.Item onClick={() => void act('pause')()} data-testid="pause">{a.pause}</Menu.Item>}
          {mayEdit && view.state === 'live' && <Menu.Item color="red" onClick={() => setAsking('finish')} data-testid="finish">{a.finish}</Menu.Item>}
          <Menu.Item component="a" href={`/api/campaigns/${part(id)}/export`} download={`${campaign.name}.json`} data-testid="export">{t.campaigns.export}</Menu.Item>
        </Menu.Dropdown>
      </Menu>

      <Confirm open={asking === 'submit'} onClose={() => setAsking(null)} title={a.submitTitle} action={a.submit} onAction={act('submit')}>
        <p>{a.submitBody(people)}</p>
      </Confirm>
      <Confirm open={asking === 'launch'} onClose={() => setAsking(null)} title={a.launchTitle(campaign.name)} action={a.launchConfirm(people)} onAction={act('launch')} typeName={{ label: a.launchType(campaign.name), name: campaign.name }}>
        <p>{a.launchBody(people, f.percent(campaign.holdout))}</p>
        {hub?.demo && <p className="note">{a.launchDemo}</p>}
      </Confirm>
      <Confirm open={asking === 'finish'} onClose={() => setAsking(null)} title={a.finishTitle(campaign.name)} action={a.finishConfirm} onAction={act('finish')} danger typeName={{ label: a.launchType(campaign.name), name: campaign.name }}>
        <p>{a.finishBody}</p>
      </Confirm>
    </>
  )
}
