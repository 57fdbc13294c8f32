import { createContext, useContext, useEffect, type ReactNode } from 'react'

export interface PanelContent {
  title: string
  body: ReactNode
}

interface Panel {
  show: (content: PanelContent) => void
  hide: () => void
}

const PanelContext = createContext<Panel>({ show: () => {}, hide: () => {} })
export const PanelProvider = PanelContext.Provider

/** The panel on the right: reasons, definitions, evidence. It sits beside the page and never covers it. */
export const usePanel = () => useContext(PanelContext)

/** Keeps one panel in step with the page's own state; closes it when the page goes. */
export function usePanelContent(content: PanelContent | null) {
  const { show, hide } = usePanel()
  useEffect(() => {
    if (content) show(content)
    else hide()
  }, [content, show, hide])
  useEffect(() => hide, [hide])
}
