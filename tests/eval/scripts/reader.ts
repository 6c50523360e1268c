// The shipped reader's own entry, bundled here a second time: with all that reads, and without recipes.
import reader from '../../../extension/src/entrypoints/reader.ts'

void reader.main()
