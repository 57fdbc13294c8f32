import type { Dictionary } from '../en'
import { approvals } from './approvals'
import { audiences } from './audiences'
import { audit } from './audit'
import { campaigns } from './campaigns'
import { catalogue } from './catalogue'
import { common } from './common'
import { connections } from './connections'
import { connectors } from './connectors'
import { syncs } from './syncs'
import { consent } from './consent'
import { content } from './content'
import { erasure } from './erasure'
import { errors } from './errors'
import { groups } from './groups'
import { home } from './home'
import { ideas } from './ideas'
import { imports } from './imports'
import { journeys } from './journeys'
import { leads } from './leads'
import { mailbox } from './mailbox'
import { identifiers } from './identifiers'
import { matching } from './matching'
import { menu } from './menu'
import { people } from './people'
import { plan } from './plan'
import { predictions } from './predictions'
import { quarantine } from './quarantine'
import { reasons } from './reasons'
import { replay } from './replay'
import { results } from './results'
import { session } from './session'
import { states } from './states'
import { team } from './team'
import { top } from './top'
import { traits } from './traits'

export const ja: Dictionary = {
  menu,
  top,
  common,
  states,
  errors,
  session,
  home,
  people,
  groups,
  identifiers,
  matching,
  erasure,
  traits,
  predictions,
  leads,
  audiences,
  campaigns,
  content,
  journeys,
  reasons,
  ideas,
  approvals,
  audit,
  mailbox,
  replay,
  results,
  connections,
  consent,
  plan,
  catalogue,
  quarantine,
  imports,
  connectors,
  syncs,
  team,
}
