import { expect, test } from 'vitest'
import { fragmentOf, type Route, routeOf } from '../../../extension/src/terms-page/route.ts'

test('every place has an address that leads back to it', () => {
  const places: Route[] = [
    { name: 'all' },
    { name: 'vendor', vendor: 'shop.example' },
    { name: 'order', order: 'ab12' },
    { name: 'document', document: 'cd' },
    { name: 'text', document: 'cd', version: '01' },
    { name: 'compare', document: 'cd', from: '01', to: '02' },
    { name: 'search', words: 'Rückgabe & 14 #Tage + 利用規約' },
  ]
  for (const place of places) expect(routeOf(fragmentOf(place))).toEqual(place)
})

test('anything else is the page of all terms', () => {
  for (const fragment of ['', '#', '#nothing', '#vendor=', `#vendor=${'x'.repeat(400)}`, '#from=1&to=2', '#%']) expect(routeOf(fragment)).toEqual({ name: 'all' })
})
