import { useQueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import { api, part } from '@/api/client'
import type { Campaign, CampaignView } from '@/api/types'
import { useSession } from '@/session/useSession'

interface Editing {
  view: CampaignView
  document: Campaign
  change: (patch: Partial<Campaign>) => void
  dirty: boolean
  readOnly: boolean
  saving: boolean
  error: unknown
  save: () => Promise<CampaignView | null>
  discard: () => void
  /** Takes what the server answered to an action as the new truth. */
  take: (view: CampaignView) => void
}

const EditingContext = createContext<Editing | null>(null)

/** The campaign as the person is editing it: one draft that all tabs share, saved as one document. */
export function CampaignEditing({ view, children }: { view: CampaignView; children: ReactNode }) {
  const client = useQueryClient()
  const { mayEdit } = useSession()
  const [draft, setDraft] = useState<{ base: number; document: Campaign } | null>(null)
  const [saving, setSaving] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const id = view.document.id

  const take = useCallback(
    (next: CampaignView) => {
      setDraft(null)
      client.setQueryData(['campaign', id], next)
      for (const key of ['campaigns', 'approvals', 'home']) void client.invalidateQueries({ queryKey: [key] })
      void client.invalidateQueries({ queryKey: ['campaign', id, 'journey'] })
    },
    [client, id],
  )
  const change = useCallback(
    (patch: Partial<Campaign>) =>
      setDraft((now) => ({ base: now?.base ?? view.version, document: { ...(now?.document ?? view.document), ...patch } })),
    [view],
  )
  const save = useCallback(async () => {
    if (!draft) return view
    setSaving(true)
    setError(null)
    try {
      const saved = await api.put<CampaignView>(`/campaigns/${part(id)}`, { document: draft.document, version: draft.base })
      take(saved)
      return saved
    } catch (cause) {
      setError(cause)
      return null
    } finally {
      setSaving(false)
    }
  }, [draft, id, take, view])
  const discard = useCallback(() => {
    setDraft(null)
    setError(null)
    void client.invalidateQueries({ queryKey: ['campaign', id] })
  }, [client, id])

  const value = useMemo<Editing>(
    () => ({
      view,
      document: draft?.document ?? view.document,
      change,
      dirty: draft !== null,
      readOnly: !mayEdit || view.state === 'finished',
      saving,
      error,
      save,
      discard,
      take,
    }),
    [view, draft, change, mayEdit, saving, error, save, discard, take],
  )
  return <EditingContext value={value}>{children}</EditingContext>
}

export function useCampaign(): Editing {
  const editing = useContext(EditingContext)
  if (editing === null) throw new Error('useCampaign needs a CampaignEditing')
  return editing
}
