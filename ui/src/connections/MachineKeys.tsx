import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { keysQuery } from '@/api/queries'
import type { Role } from '@/api/types'
import { Confirm } from '@/parts/Confirm'
import { Copy } from '@/parts/Copy'
import { Loaded } from '@/parts/Loaded'
import { Section } from '@/parts/Page'
import { Pick } from '@/parts/Pick'
import { useWords } from '@/text'

/** Keys for scripts. The key itself is shown once; the hub keeps only its fingerprint. */
export function MachineKeys() {
  const { t, f } = useWords()
  const c = t.connections
  const client = useQueryClient()
  const query = useQuery(keysQuery)
  const [asking, setAsking] = useState(false)
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [fresh, setFresh] = useState<string | null>(null)
  const create = async () => {
    const made = await api.post<{ key: string }>('/keys', { name, role })
    setFresh(made.key)
    setName('')
    void client.invalidateQueries({ queryKey: ['keys'] })
  }
  return (
    <Section title={c.machineKeys} side={<Button size="xs" variant="default" onClick={() => setAsking(true)}>{c.newKey}</Button>} testid="machine-keys">
      <p className="soft">{c.machineKeysWhy}</p>
      {fresh && (
        <div className="note good" role="status" style={{ margin: '12px 0' }}>
          <p>{c.keyOnce}</p>
          <span className="key"><code>{fresh}</code><Copy text={fresh} /></span>
        </div>
      )}
      <Loaded query={query} lines={2}>
        {(keys) => (
          <ul>
            {keys.length === 0 && <li className="soft" style={{ paddingTop: 8 }}>{c.noKeys}</li>}
            {keys.map((key) => (
              <li key={key.id} className="row between" style={{ padding: '8px 0', borderBottom: '1px solid var(--line)' }}>
                <span>{key.name} <span className="soft">{t.top.roles[key.role]}</span></span>
                <span className="soft small">{c.lastUsed}: {key.last_used_at ? f.time(key.last_used_at) : c.never}</span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <Confirm open={asking} onClose={() => setAsking(false)} title={c.newKey} action={c.newKey} ready={name.trim() !== ''} onAction={create}>
        <TextInput data-autofocus label={t.common.name} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Pick label={c.role} value={role} onChange={(value) => setRole(value as Role)} options={Object.entries(t.top.roles).map(([value, label]) => ({ value, label }))} />
      </Confirm>
    </Section>
  )
}
