import { Button } from '@mantine/core'
import { ApiError } from '@/api/client'
import { useWords } from '@/text'

/** What happened, what to do next, and the button that does it. */
export function ErrorNote({ error, onRetry, crash = false }: { error: unknown; onRetry?: () => void; crash?: boolean }) {
  const { t } = useWords()
  const known = error instanceof ApiError ? error : null
  const unreachable = known?.code === 'unreachable' && known.status === 0
  const what = crash ? t.errors.crash : unreachable ? t.errors.unreachable : (known?.message ?? t.errors.title)
  const next = crash ? t.errors.crashNext : unreachable ? t.errors.unreachableNext : (known?.nextAction ?? t.errors.unknownNext)
  return (
    <div className="note bad" role="alert" data-testid="error">
      <p className="strong">{what}</p>
      <p>{next}</p>
      {crash && error instanceof Error && <p className="soft small mono">{error.message}</p>}
      {(onRetry || crash) && (
        <Button mt={8} size="xs" variant="default" onClick={onRetry ?? (() => location.reload())}>
          {crash ? t.errors.reload : t.common.retry}
        </Button>
      )}
    </div>
  )
}
