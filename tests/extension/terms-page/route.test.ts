import { expect, test } from 'vitest'
import { fragmentOf, type Route, routeOf } from '../../../extension/src/terms-page/route.ts'

test('every place has an address that leads back to it', () => {
  const places: Route[] = [
    { name: 'all' },
    { name: 'vendor', of: 'ab12' },
    { name: 'order', order: 'ab12' },
    { name: 'document', document: 'cd' },
    { name: 'text', document: 'cd', version: '01' },
    { name: 'compare', document: 'cd', from: '01', to: '02' },
    { name: 'search', number: '3' },
  ]
  for (const place of places) expect(routeOf(fragmentOf(place))).toEqual(place)
})

test('anything else is the page of all terms', () => {
  for (const fragment of ['', '#', '#nothing', '#vendor=', `#vendor=${'x'.repeat(400)}`, '#vendor=shop.example', '#search=two%20words', '#from=1&to=2', '#%']) expect(routeOf(fragment)).toEqual({ name: 'all' })
})
