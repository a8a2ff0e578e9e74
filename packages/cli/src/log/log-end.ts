import type { Logger } from '@samsa/contracts'
import type { WorkerEnd } from '@samsa/runner'

const mostNamed = 20

const place = ({ group, topic, partition, offset }: WorkerEnd['cut'][number]): string =>
  `${group} ${topic}/${partition}${offset === null ? '' : `/${offset}`}`

/** Says how a worker ended: the failure that decides in one line, then whatever was cut. A clean end says nothing. */
export const logEnd = (log: Logger, { exitCode, error, cut, unansweredSettlements, hung }: WorkerEnd): void => {
  // an uncaught exception has its line already
  if (error !== null && error.code !== 'SAMSA_UNCAUGHT') log.error(error.message, { code: error.code, exitCode })
  if (cut.length > 0) {
    const records = cut.slice(0, mostNamed).map(place)
    log.warn(
      `${cut.length === 1 ? 'a handler was' : `${cut.length} handlers were`} cut at the deadline: ${cut.length === 1 ? 'its record comes' : 'their records come'} again`,
      { code: 'SAMSA_DRAIN_DEADLINE', exitCode, records },
    )
  }
  if (unansweredSettlements > 0)
    log.warn(`${unansweredSettlements} handled records got no answer to their commit: they may come again`, {
      code: 'SAMSA_COMMIT_FAILED',
      exitCode,
    })
  if (hung) log.warn('a connection to Kafka did not close in time and was left behind', { code: 'SAMSA_KAFKA', exitCode })
}
