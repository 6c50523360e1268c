import { describe, expect, it } from 'vitest'
import { foundItem, search } from '../../../extension/src/popup/search.ts'
import { order } from './order.ts'

const item = (name: string) => ({ name, quantity: 1, unitPrice: null, total: null })
const tent = order({ vendorName: 'Norrland Outdoor', orderNumber: 'NO-1187', items: [item('Tältpinnar 10-pack'), item('Stove')], note: 'For the Σίφνος trip' })
const book = order({ vendor: 'bücher.example', items: [item('Œuvres complètes')], total: '24.90' })

describe('search', () => {
  it.each([
    ['norrland', tent],
    ['1187', tent],
    ['TALTPINNAR', tent],
    ['stove norr', tent],
    ['σιφνοσ', tent],
    ['bucher', book],
    ['complètes', book],
    ['24.90', book],
  ])('finds %j', (query, found) => {
    expect(search([tent, book], query)).toEqual([found])
  })

  it('wants every word', () => {
    expect(search([tent, book], 'stove bucher')).toEqual([])
  })

  it('finds no word across two fields', () => {
    expect(search([order({ vendorName: 'ab', orderNumber: 'cd' })], 'bc')).toEqual([])
  })

  it('shows everything when nothing is asked', () => {
    expect(search([tent, book], '  ')).toEqual([tent, book])
  })

  it('names the item that was found', () => {
    expect(foundItem(tent, 'norrland stove')).toBe('Stove')
    expect(foundItem(tent, '1187')).toBeNull()
  })

  it('answers at once over ten thousand orders', () => {
    const many = Array.from({ length: 10_000 }, (_, number) => order({ orderNumber: `N${number}`, items: [item('Some thing with a name of usual length')] }))
    search(many, 'x')
    const start = performance.now()
    expect(search(many, 'n9999')).toHaveLength(1)
    expect(performance.now() - start).toBeLessThan(200)
  })
})
