// All recipes: platforms before sites. `readByRecipes` is the one thing to leave out for capture without them.
import type { Recipe } from '../capture/recipe/index.ts'
import { readRecipe } from '../capture/recipe/reader.ts'
import type { Candidates, Collector } from '../capture/types.ts'
import { recipe as amazon } from './amazon.ts'
import { recipe as bigcommerce } from './bigcommerce.ts'
import { recipe as djangoOscar } from './django-oscar.ts'
import { recipe as magento } from './magento.ts'
import { recipe as opencart } from './opencart.ts'
import { recipe as prestashop } from './prestashop.ts'
import { recipe as shopware } from './shopware.ts'
import { recipe as spree } from './spree.ts'
import { recipe as sylius } from './sylius.ts'
import { recipe as woocommerce } from './woocommerce.ts'

export const RECIPES: readonly Recipe[] = [bigcommerce, djangoOscar, magento, opencart, prestashop, shopware, spree, sylius, woocommerce, amazon]

/** All that the recipes look for, which tells most pages off. One by one: browsers look names up, but try a list on every element. */
const PLACES = RECIPES.flatMap(({ applies: { at } }) => at?.split(',') ?? [])

/** By the first recipe that the page is right for. */
export const readByRecipes: Collector = (source, notation) => {
  const some = PLACES.some((place) => source.document.querySelector(place) !== null)
  for (const recipe of RECIPES) {
    if (!some && recipe.applies.at !== undefined) continue
    const found: Candidates = readRecipe(recipe, source, notation)
    if (found.proofs !== undefined) return found
  }
  return {}
}
