import { singleton } from 'samsa'
import { Tally } from '../services/tally.js'
import { createLiveLines, type LiveLines } from './live-lines.js'
import { summaryTable } from './summary-table.js'

const terminalIntervalMs = 500
const plainIntervalMs = 5_000

/** Shows what the shop does: live at a terminal, else a few plain lines every five seconds (on stderr: stdout belongs to the logs). */
@singleton()
export class Summary {
  #timer: ReturnType<typeof setInterval> | undefined
  #lines: LiveLines | undefined
  #before = new Map<string, number>()
  #beforeMs = 0

  constructor(private readonly tally: Tally) {}

  start(): void {
    if (process.stdout.isTTY) this.#lines = createLiveLines(process.stdout)
    this.#beforeMs = performance.now()
    this.#timer = setInterval(() => this.#show(), this.#lines === undefined ? plainIntervalMs : terminalIntervalMs)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#show()
    this.#lines?.done()
  }

  #show(): void {
    const nowMs = performance.now()
    const seconds = Math.max(0.001, (nowMs - this.#beforeMs) / 1000)
    const { counts } = this.tally
    const lines = summaryTable(counts, (group) =>
      Math.round(((counts.get(group)?.handled ?? 0) - (this.#before.get(group) ?? 0)) / seconds),
    )
    this.#before = new Map([...counts].map(([group, { handled }]) => [group, handled]))
    this.#beforeMs = nowMs
    if (this.#lines === undefined) process.stderr.write(`${lines.join('\n')}\n`)
    else this.#lines.show(lines)
  }
}
