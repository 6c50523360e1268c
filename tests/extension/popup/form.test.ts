import { describe, expect, it } from 'vitest'
import { readForm, type Draft } from '../../../extension/src/popup/form.ts'
import { order } from './order.ts'

const before = order({ orderNumber: '100', orderDate: '2026-11-20T10:00:00Z', total: '12.50', currency: 'EUR', note: null })
const untouched: Draft = { orderNumber: '100', orderDate: '2026-11-20', total: '12.50', currency: 'EUR', note: '' }

describe('the edit form', () => {
  it('changes nothing that was not touched', () => {
    expect(readForm(untouched, before)).toEqual({ changes: {}, problems: {} })
  })

  it('gives each change as the record wants it', () => {
    const { changes } = readForm({ orderNumber: ' 101 ', orderDate: '2026-11-21', total: '1.234,50', currency: 'usd', note: 'two\nlines ' }, before)
    expect(changes).toEqual({ orderNumber: '101', orderDate: '2026-11-21', currency: 'USD', total: '1234.50', note: 'two\nlines ' })
  })

  it('blanks what was emptied', () => {
    const { changes } = readForm({ orderNumber: ' ', orderDate: '', total: '', currency: '', note: '' }, { ...before, note: 'old' })
    expect(changes).toEqual({ orderNumber: null, orderDate: null, currency: null, total: null, note: null })
  })

  it('says what it cannot read instead of guessing', () => {
    const { changes, problems } = readForm({ ...untouched, total: '1,234', currency: 'EU' }, before)
    expect(changes).toEqual({})
    expect(Object.keys(problems)).toEqual(['currency', 'total'])
  })
})
