/** Which lines and which texts stand inside which element, looked up once for the whole page. */
import { JOIN, type Line, type Page } from '../text.ts'

export interface Extent {
  from: number
  to: number
}

const MAX_CELLS = 40

export class Extents {
  readonly #lines: Line[]
  readonly #first = new Map<Element, number>()
  readonly #last = new Map<Element, number>()

  constructor({ lines, budget }: Page) {
    this.#lines = lines
    for (const line of lines) {
      budget.check()
      for (let up: Element | null = line.block; up !== null && !this.#first.has(up); up = up.parentElement) this.#first.set(up, line.index)
    }
    for (const line of [...lines].reverse()) {
      budget.check()
      for (let up: Element | null = line.block; up !== null && !this.#last.has(up); up = up.parentElement) this.#last.set(up, line.index)
    }
  }

  /** Null where nothing inside is read. */
  of(element: Element): Extent | null {
    const from = this.#first.get(element)
    const to = this.#last.get(element)
    return from === undefined || to === undefined ? null : { from, to }
  }

  lines({ from, to }: Extent): Line[] {
    return this.#lines.slice(from, to + 1)
  }

  /** The texts of an element's children, as ASCII digits, with empty ones; null where text stands beside them. */
  cells(row: Element): string[] | null {
    const children = [...row.children].slice(0, MAX_CELLS + 1)
    if (children.length > MAX_CELLS) return null
    const at = new Map(children.map((child, index) => [child, index]))
    const texts = children.map(() => '')
    const extent = this.#extentAround(row)
    if (extent === null) return texts
    for (const line of this.lines(extent)) {
      for (const part of line.parts) {
        let up: Element | null = part.element
        while (up !== null && up.parentElement !== row) up = up.parentElement
        const index = up === null ? undefined : at.get(up)
        if (index === undefined) {
          if (row.contains(part.element)) return null
          continue
        }
        const before = texts[index] ?? ''
        texts[index] = before === '' ? part.text : before + (part.glue === '' ? JOIN : part.glue) + part.text
      }
    }
    return texts
  }

  /** A row of inline elements is a part of a line. */
  #extentAround(row: Element): Extent | null {
    for (let up: Element | null = row, depth = 0; up !== null && depth < 4; up = up.parentElement, depth++) {
      const extent = this.of(up)
      if (extent !== null) return extent
    }
    return null
  }
}
