import { Modal, TextInput } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type KeyboardEvent } from 'react'
import { searchQuery } from '@/api/queries'
import type { SearchHit } from '@/api/types'
import { Icon } from '@/parts/Icon'
import { useWords } from '@/text'

/** Search over everything, opened by the field in the top bar or by Ctrl/⌘ K. */
export function Search() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  useHotkeys([['mod+K', () => setOpen(true)]], [])
  return (
    <>
      <button type="button" className="search-button" onClick={() => setOpen(true)} data-testid="search-open" aria-label={t.top.search}>
        <Icon name="search" />
        <span>{t.top.search}</span>
        <kbd aria-hidden="true">{navigator.platform.startsWith('Mac') ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <Modal opened={open} onClose={() => setOpen(false)} withCloseButton={false} size={620} padding={12} yOffset="12vh" centered={false}>
        {open && <SearchBox onDone={() => setOpen(false)} />}
      </Modal>
    </>
  )
}

function SearchBox({ onDone }: { onDone: () => void }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const [late] = useDebouncedValue(text, 120)
  const { data, isFetching } = useQuery(searchQuery(late))
  const hits = text.trim() ? (data ?? []) : []

  const go = (hit: SearchHit) => {
    onDone()
    void navigate({ href: hit.link })
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen((n) => Math.min(n + 1, hits.length - 1))
    else if (event.key === 'ArrowUp') setChosen((n) => Math.max(n - 1, 0))
    else if (event.key === 'Enter') {
      const hit = hits[chosen]
      if (hit) go(hit)
    } else return
    event.preventDefault()
  }

  return (
    <div>
      <TextInput
        data-autofocus
        size="md"
        aria-label={t.top.search}
        placeholder={t.top.searchHint}
        leftSection={<Icon name="search" />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setChosen(0)
        }}
        onKeyDown={onKey}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls="search-hits"
        aria-activedescendant={hits.length > 0 ? `search-hit-${chosen}` : undefined}
        data-testid="search-input"
      />
      <div className="search-list" id="search-hits" role="listbox" aria-label={t.top.search} aria-busy={isFetching}>
        {hits.map((hit, index) => (
          <a
            key={`${hit.kind}-${hit.id}`}
            id={`search-hit-${index}`}
            role="option"
            aria-selected={index === chosen}
            tabIndex={-1}
            className={index === chosen ? 'chosen' : ''}
            href={hit.link}
            onMouseMove={() => setChosen(index)}
            onClick={(event) => {
              event.preventDefault()
              go(hit)
            }}
          >
            <span className="kind">{t.top.kinds[hit.kind]}</span>
            <span className="grow">
              <span className="strong">{hit.title}</span> <span className="soft">{hit.detail}</span>
            </span>
          </a>
        ))}
      </div>
      <p className="soft small" aria-live="polite" style={{ padding: '8px 10px 2px' }}>
        {text.trim() === '' ? t.top.searchStart : hits.length === 0 && !isFetching && late === text ? t.top.searchEmpty : ''}
      </p>
    </div>
  )
}
