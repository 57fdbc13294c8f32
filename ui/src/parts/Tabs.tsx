import { Link } from '@tanstack/react-router'

export interface Tab {
  key: string
  title: string
  to: string
}

/** Tabs are the thing's real parts; each has an address of its own. */
export function Tabs({ tabs, here, label }: { tabs: Tab[]; here: string; label: string }) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.key} to={tab.to} activeOptions={{ exact: true }} aria-current={tab.key === here ? 'page' : undefined} data-testid={`tab-${tab.key}`}>
          {tab.title}
        </Link>
      ))}
    </nav>
  )
}
