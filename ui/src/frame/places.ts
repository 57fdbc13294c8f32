import type { Dictionary } from '@/text/en'
import type { NeedKind } from '@/api/types'

type Word = keyof Dictionary['menu']

export interface Place {
  word: Word
  to: string
  /** Which of the home page's waiting counts belongs here. */
  waits?: NeedKind
}

export interface PlaceGroup {
  word: Word
  places: Place[]
}

/** The menu in the order of the loop. Only places that exist. */
export const placeGroups: PlaceGroup[] = [
  { word: 'home', places: [{ word: 'home', to: '/' }] },
  {
    word: 'intelligence',
    places: [
      { word: 'people', to: '/people' },
      { word: 'groups', to: '/groups' },
      { word: 'duplicates', to: '/duplicates', waits: 'match' },
      { word: 'identifierTypes', to: '/identifiers' },
      { word: 'traits', to: '/traits' },
      { word: 'predictions', to: '/predictions' },
      { word: 'leads', to: '/leads' },
      { word: 'audiences', to: '/audiences' },
      { word: 'ideas', to: '/ideas', waits: 'idea' },
    ],
  },
  { word: 'strategy', places: [{ word: 'campaigns', to: '/campaigns', waits: 'draft' }] },
  {
    word: 'workflow',
    places: [
      { word: 'content', to: '/content' },
      { word: 'journeys', to: '/journeys', waits: 'unknown_sends' },
      { word: 'mailbox', to: '/mailbox' },
    ],
  },
  {
    word: 'collaboration',
    places: [
      { word: 'approvals', to: '/approvals', waits: 'approval' },
      { word: 'audit', to: '/audit' },
    ],
  },
  { word: 'performance', places: [{ word: 'board', to: '/results' }] },
  {
    word: 'connections',
    places: [
      { word: 'sources', to: '/connections/sources' },
      { word: 'plan', to: '/connections/plan' },
      { word: 'catalogue', to: '/connections/catalogue' },
      { word: 'quarantine', to: '/connections/quarantine', waits: 'quarantine' },
      { word: 'replay', to: '/connections/replay' },
      { word: 'imports', to: '/connections/imports' },
      { word: 'connectors', to: '/connections/connectors', waits: 'connector' },
      { word: 'syncs', to: '/connections/syncs' },
      { word: 'consent', to: '/connections/consent' },
      { word: 'suppressions', to: '/connections/suppressions' },
      { word: 'team', to: '/connections/team' },
    ],
  },
]
