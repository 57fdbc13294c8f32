import { Button, Modal, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useWords } from '@/text'
import { ErrorNote } from './ErrorNote'

interface ConfirmProps {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  action: string
  onAction: () => Promise<unknown>
  danger?: boolean
  /** For what cannot be undone: the button waits until this name is typed. */
  typeName?: { label: string; name: string }
  ready?: boolean
}

/** Says what will happen before it happens; the button carries the verb. */
export function Confirm({ open, onClose, title, children, action, onAction, danger, typeName, ready = true }: ConfirmProps) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const allowed = ready && (!typeName || typed.trim() === typeName.name.trim())

  const close = () => {
    setTyped('')
    setError(null)
    onClose()
  }
  const act = async () => {
    setBusy(true)
    setError(null)
    try {
      await onAction()
      close()
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened={open} onClose={close} title={<span className="strong">{title}</span>} closeButtonProps={{ 'aria-label': t.common.close }}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (allowed) void act()
        }}
      >
        {children}
        {typeName && (
          <TextInput label={typeName.label} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoComplete="off" data-testid="confirm-name" />
        )}
        {error !== null && <ErrorNote error={error} />}
        <div className="row between" style={{ marginTop: 8 }}>
          <Button variant="subtle" color="gray" onClick={close}>
            {t.common.cancel}
          </Button>
          <Button type="submit" color={danger ? 'red' : undefined} loading={busy} disabled={!allowed} data-testid="confirm">
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
