import { container, defineWorker, type EventMap, type Logger, startWorker } from 'samsa'
import routes from '../routes.js'
import { Feed } from '../services/feed.js'
import { type Count, Tally } from '../services/tally.js'

/** What a run of the shop showed. */
export interface ShopRun {
  readonly counts: ReadonlyMap<string, Readonly<Count>>
  readonly end: Awaited<ReturnType<ReturnType<typeof startWorker>['stop']>>
  /** Causes of `record.released`, each once. */
  readonly released: readonly EventMap['record.released']['cause'][]
  /** Number of `record.rejected`. */
  readonly rejected: number
  /** Acknowledgements that were lost or got no answer: state of the worker, what, why. */
  readonly refused: readonly string[]
}

const quiet: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, with: () => quiet }

const groups = 5
const everythingWasSeen = (counts: ShopRun['counts']): boolean => {
  const { handled = 0, failed = 0, recovered = 0, released = 0, rejected = 0 } = counts.get('thumbnails') ?? {}
  return counts.size === groups && handled > 0 && failed > 0 && recovered > 1 && released > 0 && rejected > 0
}

/** Runs the shop until every group has worked and every way in which a job can end was seen, then stops it. Rejects where the worker ends before. */
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
  const causes = new Set<EventMap['record.released']['cause']>()
  let rejected = 0
  const refused: string[] = []
  for (const name of ['settlement.lost', 'settlement.unknown'] as const)
    running.on(
      name,
      ({ as, partition, from, to, error }) => void refused.push(`${running.state} ${as} ${partition}/${from}-${to}: ${error?.message}`),
    )
  running.on('record.rejected', () => void (rejected += 1))
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      if (shop.tally !== undefined && everythingWasSeen(shop.tally.counts)) resolve()
    }
    running.on('record.handled', look)
    running.on('record.released', ({ cause }) => {
      causes.add(cause)
      look()
    })
    void running.ended.then((end) => reject(end.error ?? new Error(`the shop ended with exit code ${end.exitCode}`)))
  })
  const end = await running.stop()
  return { counts: new Map(shop.tally?.counts), end, released: [...causes], rejected, refused }
}
