import { useEffect, type ReactNode } from 'react'

interface Head {
  title: string
  lead?: ReactNode
  beside?: ReactNode
  actions?: ReactNode
  children: ReactNode
  testid?: string
}

/** Title, one line of explanation, actions on the right: the head of every page. */
export function Page({ title, lead, beside, actions, children, testid }: Head) {
  useEffect(() => {
    document.title = `${title} · Auftakt`
  }, [title])
  return (
    <div className="page" data-testid={testid}>
      <div className="page-head">
        <div className="grow" style={{ flexBasis: 260 }}>
          <div className="row wide">
            <h1>{title}</h1>
            {beside}
          </div>
          {lead && <div className="lead">{lead}</div>}
        </div>
        {actions && <div className="row">{actions}</div>}
      </div>
      {children}
    </div>
  )
}

export function Section({ title, side, children, testid }: { title: ReactNode; side?: ReactNode; children: ReactNode; testid?: string }) {
  return (
    <section className="section" data-testid={testid}>
      <div className="section-head">
        <h2>{title}</h2>
        {side}
      </div>
      {children}
    </section>
  )
}
