import type { OutgoingRecord } from '@samsa/contracts'
import { Page } from './page.js'
import { exactBytes } from './record-bytes.js'

/** Bytes of an ordinary page: small enough to stay in a processor's cache between writing and handing over. */
const pageBytes = 256 * 1024
const pageRows = 2048
/** Pages kept for reuse, so that a burst does not allocate and an idle producer holds little. */
const sparePages = 4

/** Records that wait for the library, in the order of `send`: a first-in first-out list of pages; the last one is still being written. */
export class PageQueue {
  readonly #pages: Page[] = []
  readonly #spares: Page[] = []
  #tail: Page = new Page(pageBytes, pageRows)

  constructor() {
    this.#pages.push(this.#tail)
  }

  /** The oldest page with rows that wait; `null`: nothing waits. */
  head(): Page | null {
    const page = this.#pages[0]!
    return page.sent < page.length ? page : null
  }

  /** The page being written. */
  get tail(): Page {
    return this.#tail
  }

  /** Begins a new page, large enough for this record, behind the others. */
  extend(record: OutgoingRecord): Page {
    const needed = exactBytes(record)
    // an empty page in front would hide those behind it from head()
    if (this.#tail.length === 0) this.#keep(this.#pages.pop()!)
    this.#tail = needed > pageBytes ? new Page(needed, 1) : (this.#spares.pop() ?? new Page(pageBytes, pageRows))
    this.#pages.push(this.#tail)
    return this.#tail
  }

  /** Takes the head out after all of it was sent. */
  retireHead(): void {
    const page = this.#pages[0]!
    page.reset()
    if (this.#pages.length === 1 && page.bytes.length === pageBytes) return
    this.#pages.shift()
    this.#keep(page)
    if (this.#pages.length > 0) return
    this.#tail = this.#spares.pop() ?? new Page(pageBytes, pageRows)
    this.#pages.push(this.#tail)
  }

  #keep(page: Page): void {
    if (page.bytes.length === pageBytes && this.#spares.length < sparePages) this.#spares.push(page)
  }
}
