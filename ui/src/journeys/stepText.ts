import type { Language, Step, Variant } from '@/api/types'
import type { useWords } from '@/text'
import type { useTerm } from '@/text/terms'

type Words = ReturnType<typeof useWords>
type Term = ReturnType<typeof useTerm>

/** A send is called by its subject, in the reader's language where there is one. */
const subjectFor = (sent: Variant[], language: Language) => (sent.find((one) => one.language === language) ?? sent[0])?.subject

/** What a step does, in a few words. */
export function stepText(step: Step, variants: Variant[], { t, f, language }: Words, term: Term): string {
  const j = t.journeys
  switch (step.kind) {
    case 'send':
      return subjectFor(variants.filter((one) => step.variants.includes(one.id)), language) ?? step.variants.join(', ')
    case 'wait':
      return j.waitText(step.days, step.hours)
    case 'wait_until':
      return j.untilText(term('event', step.event), step.days)
    case 'branch':
      return j.branchText
    case 'split':
      return j.splitText(step.arms.map((arm) => `${arm.name} ${f.percent(arm.share)}`).join(' · '))
    case 'exit':
      return j.exitText
  }
}

export const stepIcon = { send: 'mail', wait: 'clock', wait_until: 'eye', branch: 'branch', split: 'split', exit: 'flag' } as const
