import type { components } from './schema'

/**
 * The shapes that cross the border. What the server answers is generated from its description (`schema.d.ts`); the
 * documents that people write (rule tree, campaign, journey) are JSON there and get their full types here.
 */
type Schemas = components['schemas']

export interface Page<T> {
  items: T[]
  next: string | null
}

export type User = Schemas['User']
export type AuditEntry = Schemas['AuditLine']
export type AuditCheck = Schemas['AuditCheck']
export type Approval = Schemas['Approval']
export type Counters = Schemas['auftakt__sources__counters__Counters']
export type Status = Schemas['Status']
export type PersonRow = Schemas['PersonSummary']
export type Person = Schemas['Person']
export type Group = Schemas['Group']
export type GroupRow = Schemas['GroupSummary']
export type GroupsPage = Schemas['GroupsPage']
export type PredictorCard = Schemas['PredictorCard']
export type Training = Schemas['Training']
export type PersonPrediction = Schemas['PersonPrediction']
export type Voice = Schemas['Voice']
export type VoiceTopic = Schemas['VoiceTopic']
export type VoiceWeek = Schemas['VoiceWeek']
export type VoiceSentence = Schemas['Sentence']
export type ReadText = Schemas['ReadText']
export type LeadModelView = Schemas['LeadModelView']
export type LeadRuleText = Schemas['PointsText']
export type LeadBoardView = Schemas['LeadBoardView']
export type BoardStage = Schemas['BoardStage']
export type LeadCard = Schemas['LeadCard']
export type LeadFunnelView = Schemas['LeadFunnelView']
export type FunnelRow = Schemas['FunnelRow']
export type PersonLead = Schemas['PersonLead']
export type Chain = Schemas['Chain']
export type IdentifierTypes = Schemas['IdentifierTypes']
export type IdentifierType = Schemas['IdentifierType']
export type RefusedLink = Schemas['RefusedView']
export type Regrouping = Schemas['Regrouping']
export type Suspicion = Schemas['Suspicion']
export type WhatIf = Schemas['WhatIf']
export type Matching = Schemas['MatchingView']
export type MatchProposal = Schemas['MatchProposal']
export type Replays = Schemas['ReplaysView']
export type ReplayRun = Schemas['Replay']
/** An answer leaves nothing out, though an asker may. */
type Whole<X> = { [K in keyof X]-?: Exclude<X[K], undefined> }
export type ReplayChanges = Whole<Omit<Schemas['ReplayChanges'], 'traits'>> & { traits: Whole<Schemas['TraitMoves']>[] }
export type Selection = Schemas['Selection']
export type StartedReplay = Schemas['StartedReplay']
export type MatchRun = Schemas['MatchingRun']
export type PeopleField = Schemas['PeopleField']
export type TimelineEvent = Schemas['TimelineEntry']
export type Decision = Schemas['SendView']
export type AudiencePreview = Schemas['AudiencePreview']
export type AudienceSize = Schemas['SizeOn']
export type Member = Schemas['Member']
export type CampaignSummary = Schemas['CampaignSummary']
export type Problem = Schemas['ProblemView']
export type MailRow = Schemas['MailboxEntry']
export type Mail = Schemas['MailboxMail']
export type MailPreview = Schemas['PreviewView']
export type Variable = Schemas['VariableView']
export type Kpi = Schemas['Kpi']
export type KpiValue = Schemas['KpiValue']
export type Series = Schemas['Series']
export type Results = Schemas['ResultsBoard']
export type CampaignResults = Schemas['ResultsOfCampaign']
export type Lift = Schemas['Lift']
export type Idea = Schemas['IdeaView']
export type Source = Schemas['SourceView']
export type Plan = Schemas['PlanView']
export type PlanVersion = Schemas['PlanVersionLine']
export type PlanPreset = Schemas['PresetView']
export type Violation = Schemas['ViolationView']
export type Anomalies = Schemas['Anomalies']
export type Volume = Schemas['Volume']
export type Drift = Schemas['Drift']
export type CataloguePage = Schemas['CataloguePage']
export type CatalogueLine = Schemas['CatalogueLine']
export type CatalogueChange = Schemas['CatalogueChange']
export type CatalogueField = CatalogueLine['gaps'][number]
export type Retention = Schemas['RetentionView']
export type ExpiredEvents = Schemas['Expired']
export type QuarantineRow = Schemas['QuarantineLine']
export type QuarantinedEvent = Schemas['QuarantinedEvent']
export type QuarantineReason = Schemas['QuarantineReasonView']
export type QuarantineFilter = Schemas['QuarantineFilter']
export type RuleStep = Schemas['RuleStep']
export type RuleTrial = Schemas['RuleTrial']
export type StillFailing = Schemas['StillFailingView']
export type StartedMending = Schemas['StartedMending']
/** The result of the task that applies a rule. */
export interface RuleResult { mended: number; failing: StillFailing[] }
export type Import = Schemas['ImportView']
export type Connector = Schemas['ConnectorView']
export type ConnectorField = Schemas['FieldView']
export type ConnectorKind = Schemas['ConnectorKindView']
export type ConnectorRun = Schemas['ConnectorRunView']
export type Sync = Schemas['SyncView']
export type DestinationKind = Schemas['DestinationKindView']
export type SyncRun = Schemas['SyncRunView']
export type ConnectorSample = Schemas['ConnectorSample']
export type ImportRowError = Schemas['ImportErrorLine']
export type ConsentCatalogue = Schemas['Catalogue']
export type ConsentPurpose = Schemas['PurposeView']
export type ConsentRequest = Schemas['ConsentRequest']
export type Suppressed = Schemas['Stopped']
export type PersonStanding = Schemas['PersonStanding']
export type SignedUp = Schemas['SignedUp']
export type ConsentEntry = Schemas['ConsentEntry']
export type MachineKey = Schemas['Key']
export type Explained = Schemas['Explained']
export type InvitedUser = Schemas['InvitedUser']
export type CreatedKey = Schemas['CreatedKey']
export type Derived = Schemas['DerivedView']
export type StartedImport = Schemas['StartedImport']

export type Home = Schemas['Home']
export type SearchHit = Schemas['Hit']
export type NeedKind = Home['needs_me'][number]['kind']
export type LoopStage = Home['loop'][number]['stage']
export type JourneyView = Omit<Schemas['JourneyView'], 'definition'> & { definition: Journey | null }
export type ReasonCount = JourneyView['steps'][number]['not_sent'][number]
export type Hub = Schemas['HubFacts']
export type Session = Schemas['SessionView']
export type ApprovalDetail = Schemas['ApprovalView']
export type Audience = Omit<Schemas['AudienceView'], 'rule'> & { rule: Rule }
export type ComputedTrait = Omit<Schemas['ComputedTraitView'], 'definition'> & { definition: TraitDefinition }
export type ComputedTraitPreview = Schemas['ComputedTraitPreview']
export type Erasure = Schemas['Erasure']
export type Afterwards = Erasure['afterwards']
export type StartedErasure = Schemas['StartedErasure']
export type PersonNote = Schemas['Note']
export type TraitChange = Schemas['TraitChange']
export type AudienceFields = Schemas['RuleFields']
export type CampaignView = Omit<Schemas['CampaignView'], 'document'> & { document: Campaign }
export type ImportPreview = Schemas['ImportPreview']
export type RememberedMapping = Schemas['RememberedView']
export type ImportLayout = Schemas['LayoutView']
export type WaitingFile = Schemas['WaitingView']
export type WaitingPage = Schemas['WaitingPage']
export type Task<T = unknown> = Omit<Schemas['Task'], 'result'> & { result?: T | null }

// Documents that people write

export type Language = 'ja' | 'en'

export type Role = 'viewer' | 'editor' | 'approver' | 'admin'

export type TraitMeasure = 'count' | 'sum' | 'average' | 'min' | 'max' | 'first' | 'last' | 'most_frequent' | 'unique' | 'unique_count'

export type TraitWindow = { kind: 'rolling'; days: number } | { kind: 'calendar'; unit: 'day' | 'week' | 'month' | 'quarter' | 'year'; back: number }

export interface EventTrait {
  kind: 'events'
  event: string
  measure?: TraitMeasure
  property?: string | null
  where?: Where[]
  window?: TraitWindow | null
}

export interface QueryTrait {
  kind: 'sql'
  query: string
  every_minutes?: number
}

export type TraitDefinition = EventTrait | QueryTrait

export type Scalar = string | number | boolean

export type Operator = 'is' | 'is_not' | 'in' | 'contains' | 'at_least' | 'at_most' | 'exists'

export interface Where {
  property: string
  op: Operator
  value?: Scalar | Scalar[] | null
}

export interface TraitRule {
  kind: 'trait'
  name: string
  op: Operator
  value?: Scalar | Scalar[] | null
}

export interface Period {
  unit: 'day' | 'week' | 'month' | 'quarter' | 'year'
  back?: number
  zone?: 'hub' | 'person'
}

export interface DateRule {
  kind: 'date'
  name: string
  first?: number
  last?: number
  yearly?: boolean
  zone?: 'hub' | 'person'
}

export interface EventRule {
  kind: 'event'
  name: string
  measure: 'count' | 'sum' | 'orders' | 'recency'
  op: 'at_least' | 'at_most' | 'is'
  value: number
  days?: number | null
  where?: Where[]
  property?: string | null
  period?: Period | null
}

export interface Did {
  name: string
  where?: Where[]
}

export interface SequenceStep extends Did {
  within?: number | null
  unit?: 'minutes' | 'hours' | 'days'
}

export interface SequenceRule {
  kind: 'sequence'
  steps: SequenceStep[]
  missing?: boolean
  without?: Did | null
  days?: number | null
}

export interface ShareRule {
  kind: 'share'
  salt: string
  share: number
  start?: number
}

export type Rule =
  | { kind: 'all'; rules: Rule[] }
  | { kind: 'any'; rules: Rule[] }
  | { kind: 'not'; rule: Rule }
  | TraitRule
  | DateRule
  | EventRule
  | SequenceRule
  | ShareRule
  | { kind: 'audience'; id: string }
  | { kind: 'consent'; channel: string; purpose: string }
  | { kind: 'everyone' }

export type CampaignState = 'draft' | 'in_review' | 'approved' | 'scheduled' | 'live' | 'finished'

export interface Claim {
  id: string
  text: string
  evidence: string
  expires_on: string | null
}

export interface Variant {
  id: string
  channel: string
  language: Language
  subject: string
  preheader: string
  body: string
  pillar_hash?: string | null
}

export interface Target {
  kpi: string
  value: number
  unit?: string | null
  by: string | null
}

export interface Campaign {
  id: string
  name: string
  idea: string
  state: CampaignState
  audience: { name: string; rule: Rule } | null
  goal: { event: string; where?: Where[]; within_days: number; description: string } | null
  targets: Target[]
  budget: { amount: string | number; currency: string } | null
  starts_on: string | null
  ends_on: string | null
  message_house: { message: string; claims: Claim[] }
  pillar: { title: string; body: string; language: Language }
  variants: Variant[]
  journey: Journey | null
  holdout: number
  languages: Language[]
  origin: Record<string, unknown> | null
  played: boolean
}

export interface SendStep {
  id: string
  kind: 'send'
  channel: string
  variants: string[]
  next: string | null
}

export interface WaitStep {
  id: string
  kind: 'wait'
  days: number
  hours: number
  next: string | null
}

export interface WaitUntilStep {
  id: string
  kind: 'wait_until'
  event: string
  where?: Where[]
  days: number
  then: string | null
  otherwise: string | null
}

export interface BranchStep {
  id: string
  kind: 'branch'
  rule: Rule
  then: string | null
  otherwise: string | null
}

export interface SplitStep {
  id: string
  kind: 'split'
  arms: { name: string; share: number; next: string | null }[]
}

export interface ExitStep {
  id: string
  kind: 'exit'
}

export type Step = SendStep | WaitStep | WaitUntilStep | BranchStep | SplitStep | ExitStep

export interface Journey {
  entry: { kind: 'audience' } | { kind: 'event'; event: string; where?: Where[]; key?: string | null }
  reentry: 'never' | 'after_exit' | 'always'
  exit: ({ kind: 'event'; name: string; where?: Where[] } | { kind: 'left_audience' })[]
  first: string
  steps: Step[]
}

export type KpiUnit = 'people' | 'count' | 'money'

export type ApprovalState = 'pending' | 'approved' | 'rejected' | 'superseded'

// The result of a rehearsal, which a task carries as JSON

export interface Rehearsal {
  from: string
  to: string
  seconds: number
  people: number
  steps: { id: string; title: string; entered: number; left: number; waiting: number }[]
  sends: number
  not_sent: ReasonCount[]
  holdout: number
  by_month: { month: string; sends: number }[]
  goal: { people: number; orders: number; revenue: number | string }
}
