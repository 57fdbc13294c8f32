import type { Problem } from '@/api/types'
import { useWords } from '@/text'

/** What has to be solved before the campaign can be submitted, each with its place and next action. */
export function Problems({ problems, open = false }: { problems: Problem[]; open?: boolean }) {
  const { t } = useWords()
  if (problems.length === 0) return null
  return (
    <details className="note care problems" open={open || problems.length <= 3} data-testid="problems">
      <summary>{t.campaigns.problems.title(problems.length)}</summary>
      <ul>
        {problems.map((problem, index) => (
          <li key={index}>
            <span className="mono soft">{problem.where}{problem.line !== null && ` · ${t.campaigns.problems.at(problem.line, problem.column ?? 1)}`}</span>
            <br />
            {problem.message} <span className="soft">{problem.next_action}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
