/** Somewhere to write texts to. */
export interface Output {
  readonly write: (text: string) => void
  readonly isTerminal: boolean
  /** Width in characters; `undefined` where it is no terminal. */
  readonly columns: number | undefined
}

/** What `worker` sees of the process it runs in. */
export interface Host {
  /** Arguments behind the command's name. */
  readonly args: readonly string[]
  readonly cwd: string
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly stdout: Output
  readonly stderr: Output
}

const output = (stream: NodeJS.WriteStream): Output => ({
  write: (text) => void stream.write(text),
  get isTerminal() {
    return stream.isTTY === true
  },
  get columns() {
    return stream.columns as number | undefined
  },
})

/** This process. */
export const processHost = (): Host => ({
  args: process.argv.slice(2),
  cwd: process.cwd(),
  variables: process.env,
  stdout: output(process.stdout),
  stderr: output(process.stderr),
})
