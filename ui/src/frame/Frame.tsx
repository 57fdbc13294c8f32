import './frame.css'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { api } from '@/api/client'
import { sessionQuery } from '@/api/queries'
import type { Hub, Language, Session, User } from '@/api/types'
import { ErrorBoundary } from '@/parts/ErrorBoundary'
import { Icon } from '@/parts/Icon'
import { useWords } from '@/text'
import { AccountMenu } from './AccountMenu'
import { Brand } from './Brand'
import { Menu } from './Menu'
import { PanelProvider, type PanelContent } from './panel'
import { Search } from './Search'

export function Frame({ user, hub }: { user: User; hub: Hub }) {
  const { t } = useWords()
  const [menuOpen, setMenuOpen] = useState(false)
  const [panel, setPanel] = useState<PanelContent | null>(null)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const main = useRef<HTMLElement>(null)
  const hide = useCallback(() => setPanel(null), [])
  const tools = useMemo(() => ({ show: setPanel, hide }), [hide])

  useEffect(() => {
    setMenuOpen(false)
    setPanel(null)
  }, [path])

  return (
    <div className={`frame${panel ? ' with-panel' : ''}`}>
      <header className="top">
        <a className="sr" href="#main" onClick={() => main.current?.focus()}>
          {t.menu.skip}
        </a>
        <button
          type="button"
          className="icon-button only-narrow"
          aria-label={menuOpen ? t.menu.close : t.menu.open}
          aria-expanded={menuOpen}
          onClick={() => setMenuOpen((open) => !open)}
          data-testid="menu-toggle"
        >
          <Icon name={menuOpen ? 'close' : 'menu'} />
        </button>
        <Link to="/" className="brand">
          <Brand />
          <span className="cut">{hub.name}</span>
        </Link>
        <Search />
        <div className="right-side">
          {hub.demo && <span className="mark" title={t.top.demo}>{t.top.demoShort}</span>}
          <Languages />
          <AccountMenu user={user} demo={hub.demo} />
        </div>
      </header>
      <Menu open={menuOpen} onChosen={() => setMenuOpen(false)} />
      <PanelProvider value={tools}>
        <main className="main" id="main" tabIndex={-1} ref={main}>
          <ErrorBoundary key={path}>
            <Outlet />
          </ErrorBoundary>
        </main>
        {panel && (
          <aside className="panel" aria-label={panel.title} data-testid="panel">
            <div className="panel-head">
              <h2>{panel.title}</h2>
              <button type="button" className="icon-button" aria-label={t.common.close} onClick={hide}>
                <Icon name="close" />
              </button>
            </div>
            {panel.body}
          </aside>
        )}
      </PanelProvider>
    </div>
  )
}

/** 日本語 / English: kept on the server for the person, so that it follows them. */
function Languages() {
  const { t, language } = useWords()
  const client = useQueryClient()
  const choose = async (next: Language) => {
    client.setQueryData(sessionQuery.queryKey, await api.patch<Session>('/session/me', { language: next }))
    void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
  }
  return (
    <div className="languages" role="group" aria-label={t.top.language}>
      {(['ja', 'en'] as const).map((one) => (
        <button key={one} type="button" lang={one} aria-pressed={language === one} onClick={() => void choose(one)} data-testid={`language-${one}`}>
          {one === 'ja' ? '日本語' : 'English'}
        </button>
      ))}
    </div>
  )
}
