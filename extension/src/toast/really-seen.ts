/**
 * Whether a person can see the toast that they seem to answer. A page can lay things over it, fade it, move it, or put it under a finger
 * that was on its way elsewhere; it cannot make a trusted event.
 */

/** Nobody reads and decides in less. */
const HALF_A_SECOND = 500

export class ReallySeen {
  readonly #host: HTMLElement
  readonly #observer: IntersectionObserver
  #inSightSince: number | null = null
  #place = ''

  constructor(host: HTMLElement) {
    this.#host = host
    // Chromium also says whether something lies over it or fades it; browsers that do not know these options ignore them.
    const options = { threshold: 1, trackVisibility: true, delay: 100 }
    this.#observer = new IntersectionObserver((entries) => this.#look(entries.at(-1)), options)
    this.#observer.observe(host)
  }

  stop(): void {
    this.#observer.disconnect()
  }

  /** For an event at a point of the viewport; a key's has none. */
  at(point: { x: number; y: number } | null): boolean {
    const since = this.#inSightSince
    if (since === null || performance.now() - since < HALF_A_SECOND) return false
    if (!this.#host.isConnected || document.hidden || this.#moved() || this.#faded() || this.#covered()) return false
    const { left, top, right, bottom } = this.#host.getBoundingClientRect()
    const points = [[left + 12, top + 12], [right - 12, top + 12], [left + 12, bottom - 12], [right - 12, bottom - 12], [(left + right) / 2, (top + bottom) / 2]]
    if (point) points.push([point.x, point.y])
    return points.every(([x = 0, y = 0]) => document.elementFromPoint(x, y) === this.#host)
  }

  /** To be called every moment: what moves begins to be seen anew. */
  watch(): void {
    if (!this.#moved()) return
    this.#place = this.#where()
    if (this.#inSightSince !== null) this.#inSightSince = performance.now()
  }

  #look(entry: IntersectionObserverEntry | undefined): void {
    const { isVisible } = (entry ?? {}) as { isVisible?: boolean }
    const inSight = entry !== undefined && entry.isIntersecting && entry.intersectionRatio > 0.99 && isVisible !== false
    this.#inSightSince = inSight ? (this.#inSightSince ?? performance.now()) : null
  }

  #moved(): boolean {
    return this.#where() !== this.#place
  }

  #where(): string {
    const { left, top, width, height } = this.#host.getBoundingClientRect()
    return [left, top, width, height].map(Math.round).join()
  }

  /** By something else in the browser's top layer: all other things are below the toast, and what lets clicks through is not hit. */
  #covered(): boolean {
    const own = this.#host.getBoundingClientRect()
    return [...document.querySelectorAll(':popover-open, :modal')].some((other) => {
      const { left, top, right, bottom } = other.getBoundingClientRect()
      return other !== this.#host && left < own.right && right > own.left && top < own.bottom && bottom > own.top
    })
  }

  #faded(): boolean {
    const { opacity, visibility, display, filter, transform, clipPath, maskImage, mixBlendMode, contentVisibility } = getComputedStyle(this.#host)
    return (
      Number(opacity) < 0.9 || visibility !== 'visible' || display === 'none' || transform !== 'none' || contentVisibility === 'hidden' ||
      [filter, clipPath, maskImage].some((effect) => effect !== '' && effect !== 'none') || (mixBlendMode !== '' && mixBlendMode !== 'normal')
    )
  }
}
