import { describe, expect, it } from 'vitest'
import { meanings, toMapping, type Mapping } from './mapping'

const orders: Mapping = {
  identifiers: { email: 'Mail', crm_id: { column: 'No' } },
  traits: { city: 'City' },
  time: 'Date',
  events: [{ name: 'Order Completed', revenue: 'Total', properties: { category: 'Kind' } }],
  time_zone: 'Asia/Tokyo',
}

describe('mapping', () => {
  it('says what each column means, and leaves out the unknown', () => {
    expect(meanings(['Mail', 'No', 'City', 'Date', 'Total', 'Kind', 'My Note'], orders)).toEqual([
      { column: 'Mail', meaning: 'identifier', name: 'email' },
      { column: 'No', meaning: 'identifier', name: 'crm_id' },
      { column: 'City', meaning: 'trait', name: 'city' },
      { column: 'Date', meaning: 'time', name: '' },
      { column: 'Total', meaning: 'revenue', name: '' },
      { column: 'Kind', meaning: 'property', name: 'category' },
      { column: 'My Note', meaning: 'skip', name: 'my_note' },
    ])
  })
  it('makes the same mapping again', () => {
    const columns = ['Mail', 'No', 'City', 'Date', 'Total', 'Kind']
    expect(toMapping(meanings(columns, orders), 'Order Completed', orders)).toEqual(orders)
  })
  it('keeps what a column is not asked about when another one changes', () => {
    const shop: Mapping = {
      identifiers: { email: 'Mail', crm_id: { column: 'No', prefix: 'crm-' }, phone: { columns: ['Tel 1', 'Tel 2'] } },
      events: [
        { name: 'Order Completed', key: ['Order'], properties: { shop: { value: 'rakuten' }, kind: 'Kind' } },
        { name: 'Product Purchased', properties: { name: 'Item' } },
      ],
    }
    const chosen = meanings(['Mail', 'No', 'Kind', 'Item'], shop).map((one) => (one.column === 'Kind' ? { ...one, name: 'category' } : one))
    const made = toMapping(chosen, 'Order Completed', shop)
    expect(made.identifiers).toEqual(shop.identifiers)
    expect(made.events?.[0]).toMatchObject({ key: ['Order'], properties: { shop: { value: 'rakuten' }, category: 'Kind' } })
    expect(made.events?.[1]).toEqual(shop.events?.[1])
  })
  it('tells only traits when no event is named', () => {
    const people = toMapping([{ column: 'Mail', meaning: 'identifier', name: 'email' }, { column: 'City', meaning: 'trait', name: '' }], ' ', null)
    expect(people).toEqual({ identifiers: { email: 'Mail' }, traits: { city: 'City' } })
  })
})
