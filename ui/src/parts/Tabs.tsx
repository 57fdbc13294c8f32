import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

export interface Tab {
  key: string
  title: string
  to: string
}

/** Tabs are the thing's real parts; each has an address of its own. */
export function Tabs({ tabs, here, label }: { tabs: Tab[]; here: string; label: string }) {
  const row = useRef<HTMLElement>(null)
  // On a phone the row is longer than the screen: the tab that is open comes into sight.
  // `void`, since newer browsers answer with a promise, which React would take for the effect's end.
  useEffect(() => void row.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' }), [here])
  return (
    <nav className="tabs" aria-label={label} ref={row}>
      {tabs.map((tab) => (
        <Link key={tab.key} to={tab.to} activeOptions={{ exact: true }} aria-current={tab.key === here ? 'page' : undefined} data-testid={`tab-${tab.key}`}>
          {tab.title}
        </Link>
      ))}
    </nav>
  )
}
