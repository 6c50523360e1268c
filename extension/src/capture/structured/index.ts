/** Everything a page says to machines. */
import type { Collector } from '../types.ts'
import { readBlocks } from './blocks.ts'
import { readPixels } from './pixels.ts'
import { readSchemaOrg } from './schema-org.ts'
import { readTags } from './tags.ts'

export const STRUCTURED: readonly Collector[] = [readSchemaOrg, readBlocks, readTags, readPixels]
