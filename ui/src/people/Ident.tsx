import { useTerm } from '@/text/terms'
import type { IdentifierRef } from './graph'

export function Ident({ of }: { of: IdentifierRef }) {
  const term = useTerm()
  return <span className="ident"><span className="type">{term('identifier', of.type)}</span>{of.value}</span>
}
