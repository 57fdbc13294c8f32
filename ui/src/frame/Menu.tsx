import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { homeQuery } from '@/api/queries'
import { useWords } from '@/text'
import { placeGroups, type Place } from './places'

const isHere = (path: string, to: string) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`))

export function Menu({ open, onChosen }: { open: boolean; onChosen: () => void }) {
  const { t, f } = useWords()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const { data: home } = useQuery(homeQuery)
  const waiting = (place: Place) =>
    home?.needs_me.filter((need) => need.kind === place.waits).reduce((sum, need) => sum + need.count, 0) ?? 0

  return (
    <nav className={`menu${open ? ' open' : ''}`} aria-label={t.menu.label} data-testid="menu">
      <ul className="places">
        {placeGroups.map((group) => {
          const here = group.places.some((place) => isHere(path, place.to))
          const waits = group.places.some((place) => waiting(place) > 0)
          return (
            <li key={group.word} className={`place${here ? ' here' : ''}${waits ? ' waits' : ''}`}>
              {group.word !== 'home' && <span className="place-name">{t.menu[group.word] as string}</span>}
              <ul>
                {group.places.map((place) => (
                  <li key={place.to}>
                    <Link
                      to={place.to}
                      activeOptions={{ exact: true }}
                      onClick={onChosen}
                      aria-current={isHere(path, place.to) ? 'page' : undefined}
                      data-testid={`menu-${place.word}`}
                    >
                      <span>{t.menu[place.word] as string}</span>
                      {waiting(place) > 0 && (
                        <span className="count waiting">
                          <span aria-hidden="true">{f.number(waiting(place))}</span>
                          <span className="sr">{t.menu.waiting(waiting(place))}</span>
                        </span>
                      )}
                    </Link>
                  </li>
                ))}
              </ul>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
