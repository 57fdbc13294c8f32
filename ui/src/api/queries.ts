import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, part, type GetRoute } from './client'
import type * as T from './types'

/** Everything that the app reads, one entry each. The first part of a key is what a write invalidates. */

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => api.get<T.Session>('/session'),
  staleTime: 60_000,
})

export const samplesQuery = queryOptions({
  queryKey: ['session', 'samples'],
  queryFn: () => api.get<T.User[]>('/session/samples'),
  staleTime: Infinity,
})

export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: () => api.get<T.Home>('/home'),
  refetchInterval: 30_000,
  staleTime: 10_000,
})

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: () => api.get<T.Status>('/status'),
  refetchInterval: 10_000,
})

/** The hub's currency stands in its totals and does not change while it runs. */
export const currencyQuery = queryOptions({
  queryKey: ['currency'],
  queryFn: async () => String((await api.get<T.Status>('/status')).totals.currency ?? 'JPY'),
  staleTime: Infinity,
})

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => api.get<T.SearchHit[]>('/search', { q }, signal),
    enabled: q.trim().length > 0,
    placeholderData: keepPreviousData,
  })

/** A keyset list: pages are fetched as the reader scrolls. */
function pages<Row>(key: unknown[], path: GetRoute, query: Record<string, string | undefined> = {}) {
  return infiniteQueryOptions({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) =>
      api.get<T.Page<Row>>(path, { ...query, after: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

export const peopleQuery = (query: { search?: string; audience?: string; group?: string }) =>
  pages<T.PersonRow>(['people'], '/people', query)
export interface TimelineFilter { name?: string; type?: string; source?: string; since?: string; until?: string; text?: string }
export const timelineQuery = (key: string, only: TimelineFilter = {}) =>
  pages<T.TimelineEvent>(['person', key, 'timeline'], `/people/${part(key)}/timeline`, { ...only })
export const groupsQuery = (query: { search?: string; type?: string }) => pages<T.GroupRow>(['groups'], '/groups', query)
export const groupQuery = (type: string, id: string) =>
  queryOptions({ queryKey: ['group', type, id], queryFn: () => api.get<T.Group>(`/groups/${part(type)}/${part(id)}`) })
export const sizesQuery = (id: string) =>
  queryOptions({
    queryKey: ['audiences', id, 'sizes'],
    queryFn: () => api.get<T.AudienceSize[]>(`/audiences/${part(id)}/sizes`),
  })
export const membersQuery = (id: string) => pages<T.Member>(['audiences', id, 'members'], `/audiences/${part(id)}/members`)
export const identifierTypesQuery = queryOptions({
  queryKey: ['identifiers', 'types'],
  queryFn: () => api.get<T.IdentifierTypes>('/identifiers/types'),
})
export const suspicionsQuery = queryOptions({
  queryKey: ['identifiers', 'suspicions'],
  queryFn: () => api.get<T.Suspicion[]>('/identifiers/suspicions'),
})
export const refusedQuery = (only: { reason?: string; type?: string }) => pages<T.RefusedLink>(['identifiers', 'refused'], '/identifiers/refused', only)
export const matchingQuery = queryOptions({
  queryKey: ['matching'],
  queryFn: () => api.get<T.Matching>('/matching'),
})
export const replaysQuery = queryOptions({
  queryKey: ['replays'],
  queryFn: () => api.get<T.Replays>('/replays'),
})
export const matchProposalsQuery = (state: string) => pages<T.MatchProposal>(['matching', 'proposals'], '/matching/proposals', { state })
export const erasuresQuery = () => pages<T.Erasure>(['erasures'], '/erasures')
export const erasureQuery = (id: string) =>
  queryOptions({
    queryKey: ['erasures', id],
    queryFn: () => api.get<T.Erasure>(`/erasures/${part(id)}`),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 1_000 : false),
  })
export const auditQuery = () => pages<T.AuditEntry>(['audit'], '/team/audit')
export const mailboxQuery = (search?: string) => pages<T.MailRow>(['mailbox'], '/mailbox', { search })
/** What the list is narrowed to; times are ISO 8601. */
export interface QuarantineSearch { text?: string; reason?: string; source?: string; event?: string; state?: string; since?: string; until?: string }
export const quarantineQuery = (search: QuarantineSearch) => pages<T.QuarantineRow>(['quarantine', 'list'], '/quarantine', { ...search })
export const quarantineReasonsQuery = ({ reason: _, ...search }: QuarantineSearch) =>
  queryOptions({
    queryKey: ['quarantine', 'reasons', search],
    queryFn: ({ signal }) => api.get<T.QuarantineReason[]>('/quarantine/reasons', search, signal),
    refetchInterval: 5_000,
    placeholderData: keepPreviousData,
  })
export const quarantinedQuery = (offset: number, waits: boolean) =>
  queryOptions({
    queryKey: ['quarantine', 'one', offset],
    queryFn: () => api.get<T.QuarantinedEvent>(`/quarantine/${offset}`),
    refetchInterval: waits ? 700 : false,
  })
export const suppressionsQuery = (search?: string) => pages<T.Suppressed>(['suppressions'], '/suppressions', { search })
export const importErrorsQuery = (id: string) =>
  pages<T.ImportRowError>(['imports', id, 'errors'], `/imports/${part(id)}/errors`)
export const sendsQuery = (query: { campaign?: string; state?: string }) => pages<T.Decision>(['sends'], '/sends', query)

export const personQuery = (key: string) =>
  // An event is on the timeline within two seconds; the page follows while somebody looks at it.
  queryOptions({ queryKey: ['person', key], queryFn: () => api.get<T.Person>(`/people/${part(key)}`), refetchInterval: 5_000 })

/** `links`: ids of the person's links, since the chain is another one when they are. */
export const chainQuery = (one: string, other: string, links: number[]) =>
  queryOptions({
    queryKey: ['chain', one, other, links],
    queryFn: () => api.get<T.Chain>(`/people/${part(one)}/chain`, { to: other }),
    enabled: one !== '' && other !== '',
  })

export const audiencesQuery = queryOptions({
  queryKey: ['audiences'],
  queryFn: () => api.get<T.Audience[]>('/audiences'),
})
export const audienceQuery = (id: string) =>
  queryOptions({ queryKey: ['audiences', id], queryFn: () => api.get<T.Audience>(`/audiences/${part(id)}`) })
export const predictionsQuery = queryOptions({ queryKey: ['predictions'], queryFn: () => api.get<T.PredictorCard[]>('/predictions') })
export const personPredictionsQuery = (key: string) =>
  queryOptions({ queryKey: ['person', key, 'predictions'], queryFn: () => api.get<T.PersonPrediction[]>(`/people/${part(key)}/predictions`) })
export const voiceQuery = (query: { days: string; topic?: string }) =>
  queryOptions({ queryKey: ['voice', query], queryFn: ({ signal }) => api.get<T.Voice>('/voice', query, signal), placeholderData: keepPreviousData })
export const voiceSentencesQuery = (query: { days: string; topic?: string; feeling?: string }) =>
  pages<T.VoiceSentence>(['voice', 'sentences'], '/voice/sentences', query)
export const computedTraitsQuery = queryOptions({
  queryKey: ['traits'],
  queryFn: () => api.get<T.ComputedTrait[]>('/traits/computed'),
  refetchInterval: 10_000,
})
export const computedTraitQuery = (id: string) =>
  queryOptions({ queryKey: ['traits', id], queryFn: () => api.get<T.ComputedTrait>(`/traits/computed/${part(id)}`) })
export const traitPreviewQuery = (definition: T.TraitDefinition) =>
  queryOptions({
    queryKey: ['traits', 'preview', definition],
    queryFn: () => api.post<T.ComputedTraitPreview>('/traits/computed/preview', { definition }),
    placeholderData: keepPreviousData,
    retry: false,
  })
export const notesQuery = (key: string) =>
  queryOptions({ queryKey: ['person', key, 'notes'], queryFn: () => api.get<T.PersonNote[]>(`/people/${part(key)}/notes`) })
export const traitHistoryQuery = (key: string, name: string) =>
  queryOptions({
    queryKey: ['person', key, 'trait', name],
    queryFn: () => api.get<T.TraitChange[]>(`/people/${part(key)}/traits/${part(name)}`),
  })

export const fieldsQuery = queryOptions({
  queryKey: ['audiences', 'fields'],
  queryFn: () => api.get<T.AudienceFields>('/audiences/fields'),
  staleTime: 60_000,
})
/** With `firstLook` an estimate is enough, where there are many people. */
export const previewQuery = (rule: T.Rule, firstLook = false) =>
  queryOptions({
    queryKey: ['audience-preview', rule, firstLook],
    queryFn: () => api.post<T.AudiencePreview>('/audiences/preview', { rule, first_look: firstLook }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  })

export const campaignsQuery = (query: { state?: string; search?: string } = {}) =>
  queryOptions({
    queryKey: ['campaigns', query],
    queryFn: ({ signal }) => api.get<T.CampaignSummary[]>('/campaigns', query, signal),
    placeholderData: keepPreviousData,
  })
export const campaignQuery = (id: string) =>
  queryOptions({ queryKey: ['campaign', id], queryFn: () => api.get<T.CampaignView>(`/campaigns/${part(id)}`) })
export const journeyQuery = (id: string, live: boolean) =>
  queryOptions({
    queryKey: ['campaign', id, 'journey'],
    queryFn: () => api.get<T.JourneyView>(`/campaigns/${part(id)}/journey`),
    refetchInterval: live ? 3_000 : false,
  })
export const variablesQuery = queryOptions({
  queryKey: ['variables'],
  queryFn: () => api.get<T.Variable[]>('/content/variables'),
  staleTime: Infinity,
})
export const mailPreviewQuery = (variant: T.Variant, campaign_id: string, person: string) =>
  queryOptions({
    queryKey: ['mail-preview', campaign_id, person, variant],
    queryFn: () => api.post<T.MailPreview>('/content/preview', { variant, campaign_id, person: person || null }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  })
export const taskQuery = <R>(id: string | null) =>
  queryOptions({
    queryKey: ['task', id],
    queryFn: () => api.get<T.Task<R>>(`/tasks/${part(id ?? '')}`),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data === undefined || query.state.data.state === 'running' ? 400 : false),
  })

export const approvalsQuery = (state: 'pending' | 'all') =>
  queryOptions({ queryKey: ['approvals', state], queryFn: () => api.get<T.Approval[]>('/approvals', { state }) })
export const approvalQuery = (id: string) =>
  queryOptions({ queryKey: ['approvals', 'one', id], queryFn: () => api.get<T.ApprovalDetail>(`/approvals/${part(id)}`) })

export const mailQuery = (id: string) =>
  queryOptions({
    queryKey: ['mailbox', 'one', id],
    queryFn: () => api.get<T.Mail>(`/mailbox/${part(id)}`),
    staleTime: Infinity,
  })

export const kpisQuery = queryOptions({
  queryKey: ['kpis'],
  queryFn: () => api.get<T.Kpi[]>('/kpis'),
  staleTime: Infinity,
})
export const resultsQuery = (range: { from?: string; to?: string }) =>
  queryOptions({
    queryKey: ['results', range],
    queryFn: () => api.get<T.Results>('/results', range),
    placeholderData: keepPreviousData,
  })
export const campaignResultsQuery = (id: string) =>
  queryOptions({
    queryKey: ['results', 'campaign', id],
    queryFn: () => api.get<T.CampaignResults>(`/results/campaigns/${part(id)}`),
  })
export const ideasQuery = (state: 'open' | 'all') =>
  queryOptions({ queryKey: ['ideas', state], queryFn: () => api.get<T.Idea[]>('/ideas', { state }) })

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: () => api.get<T.Source[]>('/sources'),
  refetchInterval: 5_000,
})
export const waitingQuery = queryOptions({ queryKey: ['imports', 'waiting'], queryFn: () => api.get<T.WaitingPage>('/imports/waiting'), refetchInterval: 5_000 })
export const rememberedQuery = queryOptions({ queryKey: ['imports', 'mappings'], queryFn: () => api.get<T.RememberedMapping[]>('/imports/mappings') })
export const layoutsQuery = queryOptions({ queryKey: ['imports', 'layouts'], queryFn: () => api.get<T.ImportLayout[]>('/imports/layouts') })
export const connectorsQuery = queryOptions({
  queryKey: ['connectors'],
  queryFn: () => api.get<T.Connector[]>('/connectors'),
  refetchInterval: (query) => (query.state.data?.some((one) => one.task_id) ? 1_000 : 5_000),
})
export const connectorKindsQuery = queryOptions({ queryKey: ['connectors', 'kinds'], queryFn: () => api.get<T.ConnectorKind[]>('/connectors/kinds') })
export const connectorRunsQuery = (id: string) =>
  queryOptions({ queryKey: ['connectors', id, 'runs'], queryFn: () => api.get<T.ConnectorRun[]>(`/connectors/${part(id)}/runs`), refetchInterval: 3_000 })
export const syncsQuery = queryOptions({
  queryKey: ['syncs'],
  queryFn: () => api.get<T.Sync[]>('/syncs'),
  refetchInterval: (query) => (query.state.data?.some((one) => one.task_id) ? 1_000 : 5_000),
})
export const destinationKindsQuery = queryOptions({ queryKey: ['syncs', 'kinds'], queryFn: () => api.get<T.DestinationKind[]>('/syncs/kinds') })
export const syncRunsQuery = (id: string) =>
  queryOptions({ queryKey: ['syncs', id, 'runs'], queryFn: () => api.get<T.SyncRun[]>(`/syncs/${part(id)}/runs`), refetchInterval: 3_000 })
export const importsQuery = queryOptions({ queryKey: ['imports'], queryFn: () => api.get<T.Import[]>('/imports'), refetchInterval: 5_000 })
export const usersQuery = queryOptions({ queryKey: ['users'], queryFn: () => api.get<T.User[]>('/team/users') })
export const keysQuery = queryOptions({ queryKey: ['keys'], queryFn: () => api.get<T.MachineKey[]>('/keys') })
export const consentRequestsQuery = (state: T.ConsentRequest['state']) =>
  queryOptions({ queryKey: ['consent', 'requests', state], queryFn: () => api.get<T.ConsentRequest[]>('/consent/requests', { state }) })
export const consentCatalogueQuery = queryOptions({
  queryKey: ['consent', 'catalogue'],
  queryFn: () => api.get<T.ConsentCatalogue>('/consent/catalogue'),
})
export const personStandingQuery = (key: string) =>
  queryOptions({ queryKey: ['person', key, 'standing'], queryFn: () => api.get<T.PersonStanding>(`/people/${part(key)}/standing`), refetchInterval: 10_000 })
export const personConsentsQuery = (key: string) =>
  queryOptions({ queryKey: ['person', key, 'consents'], queryFn: () => api.get<T.ConsentEntry[]>(`/people/${part(key)}/consents`) })

export const planQuery = queryOptions({ queryKey: ['plan'], queryFn: () => api.get<T.Plan>('/plan') })
export const planVersionsQuery = queryOptions({
  queryKey: ['plan', 'versions'],
  queryFn: () => api.get<T.PlanVersion[]>('/plan/versions'),
})
export const planPresetsQuery = queryOptions({
  queryKey: ['plan', 'presets'],
  queryFn: () => api.get<T.PlanPreset[]>('/plan/presets'),
  staleTime: Infinity,
})
export const violationsQuery = queryOptions({
  queryKey: ['plan', 'violations'],
  queryFn: () => api.get<T.Violation[]>('/plan/violations'),
  refetchInterval: 10_000,
})
export const catalogueQuery = queryOptions({ queryKey: ['catalogue'], queryFn: () => api.get<T.CataloguePage>('/catalogue', { limit: 20_000 }) })
export const retentionQuery = queryOptions({ queryKey: ['retention'], queryFn: () => api.get<T.Retention>('/retention') })
/** What a rule would take out now, before it is saved. */
export const retentionLookQuery = (name: string, days: number | null) =>
  queryOptions({
    queryKey: ['retention', 'look', name, days],
    queryFn: () => api.post<T.ExpiredEvents[]>('/retention/count', { rules: [{ name, days }] }),
    enabled: days !== null,
  })
export const anomaliesQuery = queryOptions({
  queryKey: ['plan', 'anomalies'],
  queryFn: () => api.get<T.Anomalies>('/plan/anomalies'),
  refetchInterval: 300_000,
})

export const leadModelQuery = queryOptions({ queryKey: ['leads', 'model'], queryFn: () => api.get<T.LeadModelView>('/leads/model') })
export const leadBoardQuery = (wanted: { owner: string; origin: string; overdue: boolean }) =>
  queryOptions({
    queryKey: ['leads', 'board', wanted],
    queryFn: () => api.get<T.LeadBoardView>('/leads/board', { ...wanted, overdue: wanted.overdue || undefined }),
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  })
export const leadFunnelQuery = queryOptions({
  queryKey: ['leads', 'funnel'],
  queryFn: () => api.get<T.LeadFunnelView>('/leads/funnel'),
  refetchInterval: 30_000,
})
export const personLeadQuery = (key: string) =>
  queryOptions({ queryKey: ['person', key, 'lead'], queryFn: () => api.get<T.PersonLead | null>(`/people/${part(key)}/lead`) })
