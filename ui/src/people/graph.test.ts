import { expect, test } from 'vitest'
import { layout, MOST, WIDTH, type LinkOf } from './graph'

const link = (number: number, a: string, b: string): LinkOf => ({
  link_id: number,
  a: { type: 'cookie', value: a },
  b: { type: 'cookie', value: b },
  source: 's',
  seen_at: '2026-11-22T00:00:00Z',
})

test('the one with most links stands in the middle and all are inside the drawing', () => {
  const { dots, lines, height } = layout([link(1, 'a', 'hub'), link(2, 'hub', 'b'), link(3, 'b', 'c'), link(4, 'hub', 'd')])
  expect(dots[0]).toMatchObject({ key: 'cookie:hub', x: WIDTH / 2, y: height / 2 })
  expect(lines).toHaveLength(4)
  expect(new Set(dots.map((dot) => `${dot.x} ${dot.y}`)).size).toBe(5)
  for (const { x, y } of dots) expect(x >= 0 && x <= WIDTH && y >= 0 && y <= height).toBe(true)
})

test('a crowd is cut to what can be read', () => {
  const { dots, lines } = layout(Array.from({ length: 200 }, (_, place) => link(place, 'till', `c${place}`)))
  expect(dots).toHaveLength(MOST)
  expect(lines).toHaveLength(MOST - 1)
  expect(layout([])).toEqual({ dots: [], lines: [], height: 0 })
})
