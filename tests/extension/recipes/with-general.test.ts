/** What recipes change in an order, beside everything else that reads the page. */
import { expect, it } from 'vitest'
import { STRUCTURED, type Verdict } from '../../../extension/src/capture/index.ts'
import { recipeOf, type Example } from '../../../extension/src/capture/recipe/index.ts'
import { examples as magento } from '../../../extension/src/recipes/magento.ts'
import { examples as shopware } from '../../../extension/src/recipes/shopware.ts'
import { examples as sylius } from '../../../extension/src/recipes/sylius.ts'
import { examples as woocommerce } from '../../../extension/src/recipes/woocommerce.ts'
import { page, readOrder } from '../capture/page.ts'

const read = (example: Example | undefined, recipes = true): Verdict => {
  if (example === undefined) throw new Error('no such example')
  const document = page(example.lang ?? '', example.title ?? '', example.body)
  return readOrder(document, example.url, null, recipes ? {} : { collectors: STRUCTURED })
}

it('save an order whose number no general signal shows', () => {
  expect(read(sylius[0], false).action).toBe('nothing')
  expect(read(sylius[0])).toMatchObject({ action: 'save', order: { orderNumber: { value: '000000041' } } })
})

it('make a page sure that says little more than a number', () => {
  expect(read(magento[0], false).action).toBe('ask')
  expect(read(magento[0])).toMatchObject({ action: 'save', order: { orderNumber: { value: '000000321' } } })
})

it('agree with the general signals on one order, and leave their name and version on it', () => {
  const { order } = read(woocommerce[0])
  expect(order).toMatchObject({ orderNumber: { value: '8812' }, total: { value: '1049.90' } })
  expect(order?.orderNumber?.signal).toContain('label:order-number')
  expect(recipeOf(order?.orderNumber?.signal ?? '')).toEqual({ id: 'woocommerce', version: 1 })
})

it('name what the page shortens', () => {
  const [item] = read(shopware[0]).order?.items?.value ?? []
  expect(item).toMatchObject({ name: 'Honig vom Waldrand, im Glas mit Deckel und Schleife, 500 Gramm', quantity: 3, total: '25.50' })
})

it('keep an order that failed from being one, whatever else the page says', () => {
  const failed = woocommerce[2]
  const body = `<h1>Order received</h1><p>Order number: <strong>78</strong></p><p>Total: <strong>£20.00</strong></p>`
  expect(read({ ...(failed as Example), body }).action).toBe('save')
  expect(read({ ...(failed as Example), body: body + (failed?.body ?? '') })).toMatchObject({ action: 'nothing', reasons: ['failed'] })
})

it('do not outvote what title, heading and label agree on', () => {
  const first = woocommerce[0] as Example
  const body = `<h1>Bestellung 7700 erhalten</h1><p>Bestellnummer: <strong>7700</strong></p>${first.body.replace('Bestellnummer: ', '')}`
  expect(read({ ...first, title: 'Bestellung 7700', url: 'https://kiosk.example/kasse/order-received/7700/', body }).order?.orderNumber?.value).toBe('7700')
})

it('are found in a signal alone, among others and behind a checkout, and nowhere else', () => {
  expect(recipeOf('recipe:amazon@3')).toEqual({ id: 'amazon', version: 3 })
  expect(recipeOf('label:total+recipe:django-oscar@12+url')).toEqual({ id: 'django-oscar', version: 12 })
  expect(recipeOf('context:recipe:spree@1')).toEqual({ id: 'spree', version: 1 })
  for (const other of ['', 'label:total', 'recipe:', 'recipe:spree', 'recipe:Spree@1', 'recipe:spree@1x', 'xrecipe:spree@1']) expect(recipeOf(other)).toBeNull()
})
