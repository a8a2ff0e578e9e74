import type { Host } from '../host.js'
import type { Runtime } from '../runtime.js'

/** What every command is given. */
export interface CommandContext {
  readonly host: Host
  readonly runtime: Runtime
  /** Says with which code the process is to end; the first word counts. */
  readonly exit: (code: number) => void
}
