// Text as a document: inert, nothing in it runs or is loaded.

export function parse(text: string, kind: 'html' | 'plain'): Document {
  if (kind === 'html') return new DOMParser().parseFromString(text, 'text/html')
  const parsed = document.implementation.createHTMLDocument('')
  for (const paragraph of text.split(/\n\s*\n/)) {
    const element = parsed.createElement('p')
    element.textContent = paragraph
    parsed.body.append(element)
  }
  return parsed
}
