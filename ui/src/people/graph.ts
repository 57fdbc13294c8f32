import type { Person } from '@/api/types'

export type LinkOf = Person['links'][number]
export type IdentifierRef = LinkOf['a']

export interface Dot {
  key: string
  of: IdentifierRef
  x: number
  y: number
}
export interface Line {
  link: LinkOf
  from: Dot
  to: Dot
}

export const WIDTH = 340
export const MOST = 24

export const keyOf = (of: IdentifierRef) => `${of.type}:${of.value}`

/**
 * Places for identifiers: the one with most links in the middle, the others on an oval around it, in the order in which
 * links lead away from the middle, so that neighbours stand near each other. At most `MOST`; those nearest to the middle.
 */
export function layout(links: LinkOf[]): { dots: Dot[]; lines: Line[]; height: number } {
  const near = new Map<string, IdentifierRef[]>()
  const known = new Map<string, IdentifierRef>()
  for (const { a, b } of links) {
    for (const [one, other] of [[a, b], [b, a]] as const) {
      known.set(keyOf(one), one)
      near.set(keyOf(one), [...(near.get(keyOf(one)) ?? []), other])
    }
  }
  const middle = [...near].sort((one, other) => other[1].length - one[1].length || one[0].localeCompare(other[0]))[0]?.[0]
  if (middle === undefined) return { dots: [], lines: [], height: 0 }
  const order = [middle]
  for (let place = 0; place < order.length && order.length < MOST; place++) {
    for (const next of near.get(order[place] ?? '') ?? []) {
      if (!order.includes(keyOf(next)) && order.length < MOST) order.push(keyOf(next))
    }
  }
  const around = order.length - 1
  const height = around < 2 ? 180 : around < 9 ? 280 : 420
  const dots = order.map((key, place): Dot => {
    const turn = (2 * Math.PI * (place - 1)) / Math.max(around, 1) - Math.PI / 2
    const inMiddle = place === 0
    return {
      key,
      of: known.get(key) as IdentifierRef,
      x: WIDTH / 2 + (inMiddle ? 0 : Math.cos(turn) * (WIDTH / 2 - 64)),
      y: height / 2 + (around < 2 ? (inMiddle ? 45 : -45) : inMiddle ? 0 : Math.sin(turn) * (height / 2 - 36)),
    }
  })
  const at = new Map(dots.map((dot) => [dot.key, dot]))
  const lines = links.flatMap((link) => {
    const [from, to] = [at.get(keyOf(link.a)), at.get(keyOf(link.b))]
    return from && to ? [{ link, from, to }] : []
  })
  return { dots, lines, height }
}
