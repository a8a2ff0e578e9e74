import { type EventMap, type EventName, isSamsaError, type Logger, type SamsaError, startWorker, type Worker } from 'samsa'
import { eventLevels } from '../src/event-level.js'

const nothing = (): void => undefined
const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing, with: () => silent }

function print(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify({ time: Date.now(), ...line })}\n`)
}

const errorFields = (error: SamsaError | null | undefined): object =>
  error == null ? {} : { errorCode: error.code, errorText: error.message, errorDetails: error.details }

function tell<Name extends EventName>(name: Name, event: EventMap[Name]): void {
  const { error, ...fields } = event as { error?: SamsaError | null }
  print({ level: eventLevels[name], code: name, msg: name, ...fields, ...errorFields(error) })
  // in the turn that tells of it: what is to follow, a commit or an acknowledgement say, is not sent any more
  if (name === process.env['DIE_AT']) process.kill(process.pid, 'SIGKILL')
}

/** Runs a worker inside this program and prints every event as a line, where `worker start` cuts those short that are many. The first event called `DIE_AT` ends the process. */
export async function tellAll(worker: Worker): Promise<void> {
  try {
    const handle = startWorker(worker, { log: silent, drain: (process.env['DRAIN'] ?? '25s') as '25s' })
    for (const name of Object.keys(eventLevels) as EventName[]) if (name !== 'record.handled') handle.on(name, (event) => tell(name, event))
    process.on('SIGTERM', () => void handle.stop())
    const alive = setInterval(nothing, 60_000)
    const end = await handle.ended
    clearInterval(alive)
    if (end.error !== null) print({ level: 'error', code: end.error.code, msg: end.error.message })
    if (end.cut.length > 0) print({ level: 'warn', code: 'SAMSA_DRAIN_DEADLINE', msg: 'cut', cut: end.cut })
    if (end.unansweredSettlements > 0) print({ level: 'warn', code: 'SAMSA_COMMIT_FAILED', msg: `${end.unansweredSettlements} unanswered` })
    if (end.hung) print({ level: 'warn', code: 'SAMSA_KAFKA', msg: 'a connection was left behind' })
    process.exitCode = end.exitCode
  } catch (thrown) {
    print({ level: 'error', code: isSamsaError(thrown) ? thrown.code : 'thrown', msg: String(thrown) })
    process.exitCode = 1
  }
}
