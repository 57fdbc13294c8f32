import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import type { ConsentCatalogue, ConsentPurpose } from '@/api/types'
import { ErrorNote } from '@/parts/ErrorNote'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { PurposeForm } from './PurposeForm'

const blank: ConsentPurpose = {
  key: '',
  name: { en: '', ja: '' },
  text: { en: '', ja: '' },
  channels: ['email'],
  basis: 'consent',
  active: true,
  double_opt_in: false,
  versions: [],
}

/** The purposes as they are being written; nothing counts until it is saved. */
export function CatalogueEditor({ catalogue }: { catalogue: ConsentCatalogue }) {
  const { t } = useWords()
  const { mayManage } = useSession()
  const client = useQueryClient()
  const [purposes, setPurposes] = useState(catalogue.purposes)
  const changed = JSON.stringify(purposes) !== JSON.stringify(catalogue.purposes)
  const save = useMutation({
    mutationFn: () => api.put<ConsentCatalogue>('/consent/catalogue', { purposes: purposes.map(({ versions: _, ...purpose }) => purpose) }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['consent'] }),
  })
  const put = (place: number, next: ConsentPurpose) => setPurposes(purposes.map((one, index) => (index === place ? next : one)))
  return (
    <>
      {purposes.map((purpose, place) => (
        <PurposeForm key={place} purpose={purpose} catalogue={catalogue} onChange={(next) => put(place, next)} />
      ))}
      {mayManage && (
        <div className="row" style={{ marginTop: 24 }}>
          <Button onClick={() => save.mutate()} loading={save.isPending} disabled={!changed} data-testid="save-catalogue">{t.consent.save}</Button>
          <Button variant="default" onClick={() => setPurposes([...purposes, blank])} data-testid="add-purpose">{t.consent.add}</Button>
          {changed ? <span className="soft small">{t.common.unsaved}</span> : save.isSuccess && <span className="good small" role="status">{t.common.saved}</span>}
        </div>
      )}
      {save.isError && <div style={{ marginTop: 12 }}><ErrorNote error={save.error} /></div>}
    </>
  )
}
