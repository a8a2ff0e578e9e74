// limit: 30s
// A share group with isolation read_committed gets the records of committed transactions only, goes past the others, and waits for one that is open.
import type { Feed } from '../src/feed.js'
import { endings, stopCleanly } from '../src/share/share-calls.js'
import { shareOffsets } from '../src/share/share-offsets.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

async function inTransaction(feed: Feed, topic: string, count: number, end: 'commit' | 'abort') {
  await feed.native.beginTransaction()
  const sent = await feed.numbered(topic, count, 1)
  if (end === 'commit') await feed.native.commitTransaction(30_000)
  else await feed.native.abortTransaction(30_000)
  return sent
}

/** Markers of transactions are no records, but a group goes past one only with a record behind it. */
async function onlyMarkersLeft(stage: Stage, topic: string): Promise<void> {
  let seen = ''
  const isSo = async () => {
    const [offset] = await shareOffsets(stage.broker.port, stage.name('group'), topic, 1)
    seen = JSON.stringify(offset)
    return offset !== undefined && offset.lag >= 0 && offset.lag <= 1
  }
  await until('only the last marker is left', isSo).catch((error: unknown) => {
    throw new Error(`the group does not go past what is over: ${seen}`, { cause: error })
  })
}

await scenario(async (stage) => {
  const topic = await stage.topic('ledger')
  const feed = stage.feed({ 'transactional.id': stage.name('writer') })
  // a broker that has just started has its coordinator of transactions a little later
  const isReady = () =>
    feed.native.initTransactions(30_000).then(
      () => true,
      (error: Error & { readonly retriable?: boolean }) => (error.retriable === true ? false : Promise.reject(error)),
    )
  await until('transactions are possible', isReady)
  const first = await inTransaction(feed, topic, 10, 'commit')
  await inTransaction(feed, topic, 10, 'abort')
  const second = await inTransaction(feed, topic, 10, 'commit')
  await inTransaction(feed, topic, 10, 'abort')
  const committed = shareWorker(stage, { topics: [topic], settings: { isolation: 'read_committed' } })
  const uncommitted = shareWorker(stage, { topics: [topic], group: stage.name('all'), settings: { isolation: 'read_uncommitted' } })
  const seen = (name: string) =>
    endings(
      stage.entries().filter(({ worker }) => worker === name),
      'accept',
    )
  await until('the committed ones', () => [...first, ...second].every(({ offset }) => seen(committed.name).has(`${topic}/0/${offset}`)))
  await until('all of them for the other group', () => seen(uncommitted.name).size === 40)
  await onlyMarkersLeft(stage, topic)
  must(seen(committed.name).size === 20, `no record of an aborted transaction: ${seen(committed.name).size}`)

  await feed.native.beginTransaction()
  const open = await feed.numbered(topic, 5, 1)
  await until('the other group has them before the end', () =>
    open.every(({ offset }) => seen(uncommitted.name).has(`${topic}/0/${offset}`)),
  )
  must(seen(committed.name).size === 20, 'what is not committed is not delivered')
  await feed.native.commitTransaction(30_000)
  await until('they come with the commit', () => open.every(({ offset }) => seen(committed.name).has(`${topic}/0/${offset}`)))
  await onlyMarkersLeft(stage, topic)
  await stopCleanly(committed, uncommitted)
})
