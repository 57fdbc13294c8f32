import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '@/api/queries'
import type { Language, Role } from '@/api/types'
import { ownHalf } from '@/text/terms'

/** Sample people are called "日本語名 / English name"; each reader sees their half. */
export const shownName = (name: string, language: Language) => ownHalf(name, language)

const order: Role[] = ['viewer', 'editor', 'approver', 'admin']

/** Who looks at the app and what they may do. The server decides; this only hides what it would refuse. */
export function useSession() {
  const { data } = useQuery(sessionQuery)
  const user = data?.user ?? null
  const atLeast = (role: Role) => user !== null && order.indexOf(user.role) >= order.indexOf(role)
  return {
    user,
    hub: data?.hub,
    now: data ? new Date(data.hub.now) : new Date(),
    seesPersonalData: data?.sees_personal_data ?? false,
    mayEdit: atLeast('editor'),
    mayDecide: atLeast('approver'),
    mayManage: atLeast('admin'),
  }
}
