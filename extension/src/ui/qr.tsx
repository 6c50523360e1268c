/**
 * A QR code, drawn here: what it holds is a secret and goes nowhere else. By `qr`, which is of the author of the ciphers that the history
 * rests on, so that it brings nobody new to trust; `lean-qr` and `uqr` draw the same in 2 kB less.
 */
import { useEffect, useState } from 'preact/hooks'

/** Blank modules around it, which readers need to find it. */
const QUIET = 4

/** The dark modules as one path, a run of them at a time; a module is one unit. */
export function qrPath(rows: boolean[][]): string {
  let path = ''
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      path += `M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`
    }
  }
  return path
}

export function QrCode({ text, label }: { text: string; label: string }) {
  const [drawn, setDrawn] = useState<{ path: string; size: number } | null>(null)
  useEffect(() => {
    let over = false
    // A chunk of its own: most visits draw none.
    void import('qr').then(({ encodeQR }) => {
      const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET })
      if (!over) setDrawn({ path: qrPath(rows), size: rows.length })
    })
    return () => {
      over = true
    }
  }, [text])
  return (
    <div class="qr" role="img" aria-label={label}>
      {drawn !== null && (
        // Dark on light in every colour scheme, or readers do not see it.
        <svg viewBox={`0 0 ${drawn.size} ${drawn.size}`} shape-rendering="crispEdges" aria-hidden="true">
          <rect width={drawn.size} height={drawn.size} fill="#fff" />
          <path d={drawn.path} fill="#000" />
        </svg>
      )}
    </div>
  )
}
