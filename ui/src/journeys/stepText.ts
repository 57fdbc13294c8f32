import type { Step, Variant } from '@/api/types'
import type { useWords } from '@/text'

type Words = ReturnType<typeof useWords>

/** What a step does, in a few words. */
export function stepText(step: Step, variants: Variant[], { t, f }: Words): string {
  const j = t.journeys
  switch (step.kind) {
    case 'send':
      return variants.filter((one) => step.variants.includes(one.id)).map((one) => one.subject || t.common.language[one.language])[0] ?? step.variants.join(', ')
    case 'wait':
      return j.waitText(step.days, step.hours)
    case 'wait_until':
      return j.untilText(step.event, step.days)
    case 'branch':
      return j.branchText
    case 'split':
      return j.splitText(step.arms.map((arm) => `${arm.name} ${f.percent(arm.share)}`).join(' · '))
    case 'exit':
      return j.exitText
  }
}

export const stepIcon = { send: 'mail', wait: 'clock', wait_until: 'eye', branch: 'branch', split: 'split', exit: 'flag' } as const
