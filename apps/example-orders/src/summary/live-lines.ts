import { createLogUpdate } from 'log-update'

/** Lines at the end of the terminal that are replaced again and again. */
export interface LiveLines {
  readonly show: (lines: readonly string[]) => void
  /** Leaves the last lines where they are, and gives the terminal back. */
  readonly done: () => void
}

/** Keeps `lines` below everything else that is written to the terminal, log lines above all. */
export const createLiveLines = (terminal: NodeJS.WriteStream): LiveLines => {
  const write = terminal.write.bind(terminal)
  const columns = (): number => terminal.columns || 80
  const live = createLogUpdate(
    Object.create(terminal, {
      write: { value: write },
      // a terminal without a size (0 × 0) would show nothing
      columns: { get: columns },
      rows: { get: () => terminal.rows || 24 },
    }) as NodeJS.WriteStream,
  )
  let last = ''
  // whoever writes to the terminal writes above the live lines
  terminal.write = (chunk: string | Uint8Array): boolean => {
    live.persist((typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()).replace(/\n$/, ''))
    live(last)
    return true
  }
  return {
    show: (lines) => {
      last = ['', ...lines.map((line) => line.slice(0, columns() - 1))].join('\n')
      live(last)
    },
    done: () => {
      live.done()
      terminal.write = write
    },
  }
}
