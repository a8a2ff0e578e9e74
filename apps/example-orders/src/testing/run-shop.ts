import { container, defineWorker, type EventMap, type Logger, startWorker } from 'samsa'
import routes from '../routes.js'
import { Feed } from '../services/feed.js'
import { type Count, Tally } from '../services/tally.js'

/** What a run of the shop showed. */
export interface ShopRun {
  readonly counts: ReadonlyMap<string, Readonly<Count>>
  readonly end: Awaited<ReturnType<ReturnType<typeof startWorker>['stop']>>
  /** Causes of `record.retried`, as `<group> <cause>`. */
  readonly retried: ReadonlySet<string>
  /** Causes of `record.dead-lettered`, as `<group> <cause> <target>`. */
  readonly deadLettered: ReadonlySet<string>
  /** Numbers of `record.released` that handlers asked for, and of `record.rejected`. */
  readonly released: number
  readonly rejected: number
  /** Acknowledgements that were lost or got no answer: state of the worker, what, why. */
  readonly refused: readonly string[]
  /** What must not happen here: dead letters that were not written, policies that threw. */
  readonly troubles: readonly string[]
}

const quiet: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, with: () => quiet }

const groups = ['billing', 'desk', 'mail', 'sales', 'shipping', 'thumbnails']
/** Why records of a group end as dead letters here, as the desk says it. */
const allDeaths: Readonly<Record<string, readonly string[]>> = {
  billing: ['needs a person', 'CardRefused', 'Error ×4', 'cannot be read'],
  sales: ['cannot be read'],
  thumbnails: ['CorruptImage', 'Error ×3', 'cannot be read'],
}

const everythingWasSeen = (counts: ShopRun['counts'], retriedCauses: ReadonlySet<string>): boolean => {
  const { retried = 0, recovered = 0, released = 0, rejected = 0 } = counts.get('thumbnails') ?? {}
  return (
    groups.every((group) => (counts.get(group)?.handled ?? 0) > 0) &&
    Object.entries(allDeaths).every(([group, deaths]) => deaths.every((why) => counts.get(group)?.deadLetters.has(why) === true)) &&
    [retried, recovered - 1, released, rejected].every((count) => count > 0) &&
    retriedCauses.has('thumbnails timeout')
  )
}

/** Runs the shop until every group has worked and every way in which a record can end was seen, then stops it. Rejects where the worker ends before. */
export const runShop = async (options: { readonly embedded?: boolean; readonly bootstrapServers?: string }): Promise<ShopRun> => {
  // the singletons of a shop that ran before in this process
  container.clearInstances()
  const shop: { tally?: Tally; feed?: Feed } = {}
  const worker = defineWorker({
    name: 'shop',
    routes,
    kafka: { 'bootstrap.servers': options.bootstrapServers },
    setup: (child) => {
      shop.tally = child.resolve(Tally)
      shop.feed = child.resolve(Feed)
      shop.feed.start()
    },
    teardown: () => shop.feed?.stop(),
  })
  const running = startWorker(worker, { embedded: options.embedded, log: quiet })
  const heard = listen(running)
  await new Promise<void>((resolve, reject) => {
    running.on('record.handled', () => {
      if (shop.tally !== undefined && everythingWasSeen(shop.tally.counts, heard.retried)) resolve()
    })
    void running.ended.then((end) => reject(end.error ?? new Error(`the shop ended with exit code ${end.exitCode}`)))
  })
  const end = await running.stop()
  return { counts: new Map(shop.tally?.counts), end, ...heard }
}

type Heard = { -readonly [Name in keyof Omit<ShopRun, 'counts' | 'end'>]: ShopRun[Name] }

/** Notes what the worker tells of records that were not simply handled. */
const listen = (running: ReturnType<typeof startWorker>): Heard => {
  const retried = new Set<string>()
  const deadLettered = new Set<string>()
  const refused: string[] = []
  const troubles: string[] = []
  const heard: Heard = { retried, deadLettered, released: 0, rejected: 0, refused, troubles }
  const refuse = ({ as, partition, from, to, error }: EventMap['settlement.lost']): void =>
    void refused.push(`${running.state} ${as} ${partition}/${from}-${to}: ${error?.message}`)
  running.on('settlement.lost', refuse)
  running.on('settlement.unknown', refuse)
  running.on('record.retried', ({ group, cause }) => void retried.add(`${group} ${cause}`))
  running.on('record.dead-lettered', ({ group, cause, target }) => void deadLettered.add(`${group} ${cause} ${target}`))
  running.on('record.released', ({ cause }) => void (heard.released += cause === 'returned' ? 1 : 0))
  running.on('record.rejected', () => void (heard.rejected += 1))
  running.on('dead-letter.failed', ({ group, error }) => void troubles.push(`${running.state} ${group}: ${error.message}`))
  running.on('policy.failed', ({ group, error }) => void troubles.push(`${running.state} ${group}: ${error.message}`))
  running.on('record.exhausted', ({ group, becomes, reason }) => void troubles.push(`${running.state} ${group} ${becomes}: ${reason}`))
  return heard
}
