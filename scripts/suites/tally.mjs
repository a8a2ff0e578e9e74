import { writeFileSync } from 'node:fs'
import { addCounts, formatCounts, noCounts } from './counts.mjs'

/**
 * Adds up a run as it goes, and closes it with one line however the process ends. `.ci/run` reads the file to close a run that was killed.
 */
export class Tally {
  /** @type {{ name: string, counts: import('./counts.mjs').Counts, seconds: number }[]} */
  #suites = []
  /** The suite that is running. @type {string | undefined} */
  #running
  #isClosed = false
  #file
  #print

  /**
   * @param {{ file?: string | undefined, print?: (text: string) => void }} [options] `file` gets `passed failed skipped` after every suite,
   *   and `closed` at the end
   */
  constructor({ file, print = (text) => void process.stdout.write(text) } = {}) {
    this.#file = file
    this.#print = print
  }

  /** Closes the run whenever the process ends. */
  closeAtExit() {
    process.on('exit', () => this.close())
  }

  /** @param {string} name */
  begin(name) {
    this.#running = name
  }

  /** @param {import('./counts.mjs').Counts} counts @param {number} seconds */
  end(counts, seconds) {
    this.#suites.push({ name: this.#running ?? '?', counts, seconds })
    this.#running = undefined
    this.#write(Object.values(this.total()).join(' '))
  }

  total() {
    return this.#suites.reduce((sum, suite) => addCounts(sum, suite.counts), noCounts)
  }

  /** Prints what ran and the closing line; a suite that is still running has failed. Sets the exit code. */
  close() {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#running !== undefined) this.end({ ...noCounts, failed: 1 }, 0)
    const width = Math.max(0, ...this.#suites.map((suite) => suite.name.length))
    const rows = this.#suites.map(
      ({ name, counts, seconds }) => `${name.padEnd(width)}  ${formatCounts(counts)}  ${Math.round(seconds)} s\n`,
    )
    const total = this.total()
    this.#print(`\n${rows.join('')}\n${formatCounts(total)}\n`)
    this.#write('closed')
    if (total.failed > 0) process.exitCode ||= 1
  }

  /** @param {string} line */
  #write(line) {
    if (this.#file) writeFileSync(this.#file, `${line}\n`, { flag: 'a' })
  }
}
