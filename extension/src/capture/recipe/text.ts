/** The text of one element as a reader sees it, lines apart, with `JOIN` where elements meet, so that no two become one number. */
import { JOIN } from '../text.ts'

const SKIP = new Set('SCRIPT STYLE TEMPLATE NOSCRIPT SVG SELECT BUTTON S DEL STRIKE'.split(' '))
/** What may follow another element's text as it is: a space, cents behind their mark, or punctuation that no number goes on with. */
const TOUCHES = /^(?:\s|[,.]\d\d(?!\d)|[,.;:!?)\]](?!\d))/
const MAX_TEXT = 600
const MAX_NODES = 400
const MAX_DEPTH = 40

/** `own`: without what is in elements of its own. */
export function textOf(element: Element, own: boolean): string {
  let text = ''
  let parent: Node | null = null
  let left = MAX_NODES
  const walk = (node: Node, depth: number): void => {
    for (let child = node.firstChild; child !== null && left-- > 0 && text.length < MAX_TEXT; child = child.nextSibling) {
      if (child.nodeType === 3) {
        const piece = (child.nodeValue ?? '').slice(0, MAX_TEXT).replace(/\s+/g, ' ')
        if (piece === '') continue
        text += (text === '' || parent === node || /\s$/.test(text) || TOUCHES.test(piece) ? '' : JOIN) + piece
        parent = node
      } else if (child.nodeType === 1) {
        const tag = (child as Element).tagName.toUpperCase()
        if (tag === 'BR') text += '\n'
        else if (!own && depth < MAX_DEPTH && !SKIP.has(tag)) walk(child, depth + 1)
        else parent = child
      }
    }
  }
  walk(element, 0)
  return text.replace(/ *\n *| {2,}/g, (space) => (space.includes('\n') ? '\n' : ' ')).trim()
}
