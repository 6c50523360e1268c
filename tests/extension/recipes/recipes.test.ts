import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { NO_MONEY_HINTS } from '../../../extension/src/capture/money.ts'
import { pageHints } from '../../../extension/src/capture/hints.ts'
import { FIELD_NAMES, type Candidates } from '../../../extension/src/capture/types.ts'
import { isSane } from '../../../extension/src/capture/values.ts'
import { Budget, readPage } from '../../../extension/src/capture/text.ts'
import type { Evidence, Example, Recipe } from '../../../extension/src/capture/recipe/index.ts'
import { RECIPES, readByRecipes } from '../../../extension/src/recipes/index.ts'
import { NOW, page, source } from '../capture/page.ts'
import { faults } from './schema.ts'

const folder = new URL('../../../extension/src/recipes/', import.meta.url)
const files = readdirSync(folder).filter((name) => name !== 'index.ts')
const modules = await Promise.all(files.map(async (name) => (await import(new URL(name, folder).href)) as { recipe: Recipe; evidence: Evidence[]; examples: Example[] }))

function read({ url, lang = '', title = '', body }: Example): Candidates {
  const document = page(lang, title, body)
  const hints = pageHints(readPage(document, url, new Budget(() => 0)))
  return readByRecipes(source(document, url), { hints: { ...NO_MONEY_HINTS, ...hints }, now: NOW })
}

/** All that was read, in the shape that an example says it in. */
function said(found: Candidates): Example['reads'] {
  const items = found.items?.[0]?.value
  const skus = items?.map(({ sku }) => sku) ?? []
  const urls = items?.map(({ url }) => url) ?? []
  return {
    ...(found.proofs && { proofs: found.proofs.map(({ says }) => says) }),
    ...Object.fromEntries(FIELD_NAMES.flatMap((field) => (field === 'items' || found[field] === undefined ? [] : [[field, found[field][0]?.value]]))),
    ...(items && { items: items.map(({ name, quantity, unitPrice, total }) => [name, quantity, unitPrice, total] as const) }),
    ...(skus.some((sku) => sku !== null) && { sku: skus }),
    ...(urls.some((url) => url !== null) && { urls }),
  }
}

describe('recipes', () => {
  it('are all in the list that ships, each under a name of its own', () => {
    expect(new Set(modules.map(({ recipe }) => recipe))).toEqual(new Set(RECIPES))
    expect(modules.map(({ recipe }) => `${recipe.id}.ts`)).toEqual(files)
  })

  it.each(modules.map(({ recipe, evidence }) => [recipe.id, recipe, evidence] as const))('%s has a good form, and names what it was written from', (_id, recipe, evidence) => {
    expect(faults(recipe, evidence)).toEqual([])
  })

  it('with a bad form are told', () => {
    const good = RECIPES[0] as Recipe
    const seen = [{ project: 'https://github.com/a/b', files: ['c.html@0123abc'] }]
    expect(faults(good, seen)).toEqual([])
    expect(faults(good, [])).toEqual(['no evidence'])
    expect(faults(good, [{ project: 'https://github.com/a/b', files: ['c.html@main'] }])).toHaveLength(1)
    expect(faults({ ...good, proofs: [{ says: 'placed', at: 'p[', confidence: 90 }] }, seen)).toEqual(['no selector: p['])
    expect(faults({ ...good, fields: { total: [{ at: 'p', match: /((a+)b)+/, confidence: 99 }] } }, seen)).toHaveLength(3)
    expect(faults({ ...good, applies: {} }, seen)).toEqual(['applies to every page'])
  })

  it('say nothing of a page that is none of theirs', () => {
    expect(read({ it: '', url: 'https://a.example/order-confirmation', body: '<h1>Thank you for your order 12345</h1><p>Total: $5.00</p>', reads: {} })).toEqual({})
  })
})

describe.each(modules.map(({ recipe, examples }) => [recipe.id, examples] as const))('%s', (id, examples) => {
  it.each(examples.map((example) => [example.it, example] as const))('%s', (_it, example) => {
    expect(said(read(example))).toEqual(example.reads)
  })

  it('puts its name and version on all that it reads, and reads only what may be kept', () => {
    const version = RECIPES.find((recipe) => recipe.id === id)?.version
    for (const example of examples) {
      const { proofs = [], statements: _none, ...fields } = read(example)
      for (const signal of [...proofs, ...Object.values(fields).flat()].map((one) => one.signal)) expect(signal).toBe(`recipe:${id}@${version}`)
      for (const [field, list] of Object.entries(fields)) for (const { value } of list) expect(isSane(field as never, value)).toBe(true)
    }
  })

  it('has an example in which it reads an order', () => {
    expect(examples.some(({ reads }) => reads.orderNumber !== undefined)).toBe(true)
  })
})
