import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link, redirect } from '@tanstack/react-router'
import type { Hub, User } from './api/types'
import { Frame } from './frame/Frame'
import { Page } from './parts/Page'
import { Bones } from './parts/Loaded'
import { useSession } from './session/useSession'
import { useWords } from './text'

/** Every address of the app. Each page is a chunk of its own, fetched when it is opened. */

function Root() {
  const { user, hub } = useSession()
  return user && hub ? <Frame user={user as User} hub={hub as Hub} /> : null
}

function NotFound() {
  const { t } = useWords()
  return (
    <Page title={t.errors.notFound} testid="not-found">
      <p>{t.errors.notFoundNext}</p>
      <p style={{ marginTop: 16 }}><Link to="/">{t.errors.goHome}</Link></p>
    </Page>
  )
}

const Waiting = () => <div className="page"><Bones lines={8} /></div>

const root = createRootRoute({ component: Root, notFoundComponent: NotFound })
const page = <const P extends string>(path: P, load: Parameters<typeof lazyRouteComponent>[0], name: string) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load as never, name as never), pendingComponent: Waiting })

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined)

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  validateSearch: (search: Record<string, unknown>): { search?: string; audience?: string } => ({
    search: text(search.search),
    audience: text(search.audience),
  }),
  component: lazyRouteComponent(() => import('./people/PeopleList'), 'PeopleList'),
  pendingComponent: Waiting,
})
const identifierType = createRoute({
  getParentRoute: () => root,
  path: '/identifiers/types/$type',
  validateSearch: (search: Record<string, unknown>): { block?: string } => ({ block: text(search.block) }),
  component: lazyRouteComponent(() => import('./identifiers/TypePage'), 'TypePage'),
  pendingComponent: Waiting,
})
const board = createRoute({
  getParentRoute: () => root,
  path: '/results',
  validateSearch: (search: Record<string, unknown>): { range?: string; kpi?: string } => ({
    range: text(search.range),
    kpi: text(search.kpi),
  }),
  component: lazyRouteComponent(() => import('./results/Board'), 'Board'),
  pendingComponent: Waiting,
})

const connections = createRoute({
  getParentRoute: () => root,
  path: '/connections',
  beforeLoad: () => {
    throw redirect({ to: '/connections/sources' })
  },
})

const campaignPage = () => import('./campaigns/CampaignPage')

const tree = root.addChildren([
  page('/', () => import('./home/Home'), 'Home'),
  people,
  page('/people/$key', () => import('./people/PersonPage'), 'PersonPage'),
  page('/people/$key/$tab', () => import('./people/PersonPage'), 'PersonPage'),
  page('/groups', () => import('./groups/GroupList'), 'GroupList'),
  page('/groups/$type/$id', () => import('./groups/GroupPage'), 'GroupPage'),
  page('/duplicates', () => import('./matching/Duplicates'), 'Duplicates'),
  page('/duplicates/$tab', () => import('./matching/Duplicates'), 'Duplicates'),
  page('/identifiers', () => import('./identifiers/IdentifierTypes'), 'IdentifierTypes'),
  page('/identifiers/$tab', () => import('./identifiers/IdentifierTypes'), 'IdentifierTypes'),
  identifierType,
  page('/erasures', () => import('./people/ErasureList'), 'ErasureList'),
  page('/erasures/$id', () => import('./people/ErasurePage'), 'ErasurePage'),
  page('/traits', () => import('./traits/TraitList'), 'TraitList'),
  page('/traits/$id', () => import('./traits/TraitPage'), 'TraitPage'),
  page('/predictions', () => import('./predictions/Predictions'), 'Predictions'),
  page('/leads', () => import('./leads/Leads'), 'Leads'),
  page('/leads/$tab', () => import('./leads/Leads'), 'Leads'),
  page('/audiences', () => import('./audiences/AudienceList'), 'AudienceList'),
  page('/audiences/$id', () => import('./audiences/AudiencePage'), 'AudiencePage'),
  page('/audiences/$id/$tab', () => import('./audiences/AudiencePage'), 'AudiencePage'),
  page('/ideas', () => import('./ideas/Ideas'), 'Ideas'),
  page('/ideas/$id', () => import('./ideas/Ideas'), 'Ideas'),
  page('/campaigns', () => import('./campaigns/CampaignList'), 'CampaignList'),
  page('/campaigns/$id', campaignPage, 'CampaignPage'),
  page('/campaigns/$id/$tab', campaignPage, 'CampaignPage'),
  page('/content', () => import('./content/ContentList'), 'ContentList'),
  page('/journeys', () => import('./journeys/JourneyList'), 'JourneyList'),
  page('/mailbox', () => import('./mailbox/Mailbox'), 'Mailbox'),
  page('/mailbox/$id', () => import('./mailbox/Mailbox'), 'Mailbox'),
  page('/approvals', () => import('./approvals/ApprovalList'), 'ApprovalList'),
  page('/approvals/$id', () => import('./approvals/ApprovalPage'), 'ApprovalPage'),
  page('/audit', () => import('./team/Audit'), 'Audit'),
  board,
  connections,
  page('/connections/sources', () => import('./connections/Sources'), 'Sources'),
  page('/connections/plan', () => import('./connections/TrackingPlan'), 'TrackingPlan'),
  page('/connections/plan/$tab', () => import('./connections/TrackingPlan'), 'TrackingPlan'),
  page('/connections/catalogue', () => import('./connections/DataCatalogue'), 'DataCatalogue'),
  page('/connections/catalogue/$tab', () => import('./connections/DataCatalogue'), 'DataCatalogue'),
  page('/connections/quarantine', () => import('./connections/Quarantine'), 'Quarantine'),
  page('/connections/replay', () => import('./connections/Replay'), 'Replay'),
  page('/connections/syncs', () => import('./connections/Syncs'), 'Syncs'),
  page('/connections/connectors', () => import('./connections/Connectors'), 'Connectors'),
  page('/connections/imports', () => import('./connections/Imports'), 'Imports'),
  page('/connections/imports/$id', () => import('./connections/ImportErrors'), 'ImportErrors'),
  page('/connections/consent', () => import('./consent/Consent'), 'Consent'),
  page('/connections/suppressions', () => import('./consent/Suppressions'), 'Suppressions'),
  page('/connections/team', () => import('./team/Team'), 'Team'),
])

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultPendingMs: 120,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
