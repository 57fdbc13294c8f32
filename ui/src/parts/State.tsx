import { Tooltip } from '@mantine/core'
import type { ApprovalState, CampaignState } from '@/api/types'
import { useWords } from '@/text'

/** A state is a word with a dot, the same six everywhere. */
export function State({ state }: { state: CampaignState }) {
  const { t } = useWords()
  return (
    <span className={`state ${state}`} data-testid="state" data-state={state}>
      {t.states[state]}
    </span>
  )
}

export function ApprovalStateWord({ state }: { state: ApprovalState }) {
  const { t } = useWords()
  return <span className={`state ${state}`}>{t.campaigns.approval.states[state]}</span>
}

/** Worn by every number that a model played instead of real people. */
export function PlayedMark({ played }: { played: boolean | undefined }) {
  const { t } = useWords()
  if (!played) return null
  return (
    <Tooltip label={t.common.playedWhy}>
      <span className="mark" tabIndex={0} aria-label={`${t.common.played}: ${t.common.playedWhy}`} data-testid="played">
        {t.common.played}
      </span>
    </Tooltip>
  )
}
