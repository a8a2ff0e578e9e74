import type { Logger } from '@samsa/contracts'
import { createLog } from './create-log.js'
import { createRedactor } from './redactor.js'

/** The log of a worker inside another program: JSON lines on the standard output from level `info` on, without the secrets of `settings`. */
export const createJsonLog = (settings: unknown): Logger => {
  const redactor = createRedactor()
  redactor.learn(settings)
  return createLog({ level: 'info', format: 'json', redactor })
}
