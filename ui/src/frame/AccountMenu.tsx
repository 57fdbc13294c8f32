import { Menu, useMantineColorScheme } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '@/api/client'
import { samplesQuery, sessionQuery } from '@/api/queries'
import type { Session, User } from '@/api/types'
import { Icon } from '@/parts/Icon'
import { shownName } from '@/session/useSession'
import { useWords } from '@/text'

/** The person: appearance, the sample people of a demo hub, signing out. */
export function AccountMenu({ user, demo }: { user: User; demo: boolean }) {
  const { t, language } = useWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { data: samples } = useQuery({ ...samplesQuery, enabled: demo })

  const take = (session: Session) => {
    client.setQueryData(sessionQuery.queryKey, session)
    void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
  }
  const become = async (sample: User) => take(await api.post<Session>('/session/switch', { user_id: sample.id }))
  const signOut = async () => {
    // What was read belongs to who read it: forgotten, not asked for again.
    client.setQueryData(sessionQuery.queryKey, await api.remove<Session>('/session'))
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
    void navigate({ to: '/' })
  }

  return (
    <Menu position="bottom-end" width={280} shadow="md">
      <Menu.Target>
        <button type="button" className="account" aria-label={`${t.top.account}: ${user.name}`} data-testid="account">
          <span className="face" aria-hidden="true">{[...shownName(user.name, language)][0]}</span>
          <span className="who cut">
            {shownName(user.name, language)} <span className="soft small">{t.top.roles[user.role]}</span>
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {demo && samples && samples.length > 0 && (
          <>
            <Menu.Label>{t.top.switchTo}</Menu.Label>
            {samples.map((sample) => (
              <Menu.Item
                key={sample.id}
                onClick={() => void become(sample)}
                leftSection={sample.id === user.id ? <Icon name="check" /> : <span style={{ width: 16 }} />}
                rightSection={<span className="soft small">{t.top.roles[sample.role]}</span>}
                data-testid={`become-${sample.role}`}
              >
                {shownName(sample.name, language)}
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Label>{t.top.theme}</Menu.Label>
        {(['light', 'dark', 'auto'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            onClick={() => setColorScheme(scheme)}
            leftSection={colorScheme === scheme ? <Icon name="check" /> : <span style={{ width: 16 }} />}
          >
            {t.top[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()} leftSection={<Icon name="door" />} data-testid="sign-out">
          {t.top.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
