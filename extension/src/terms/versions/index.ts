/** Versions of a document: what two texts have in common, what changed, and how little it takes to keep the later one. Pure. */
export { type Block, blocksOf } from './blocks.ts'
export { type ChangedFigure, type DiffBlock, type DiffEntry, diffOf, type TermsDiff } from './diff.ts'
export { normalDigest } from './digest.ts'
export { gradeOf } from './grade.ts'
export { makePatch } from './patch.ts'
export { type Piece } from './pieces.ts'
export { searchIn, type TextHits } from './search.ts'
