// In a share group one hot partition of four is worked on by the whole concurrency of its route, though it belongs to one member.
import type { LedgerEntry } from '../src/ledger.js'
import { acceptedAll, acceptedOnce, highestCount, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

const concurrency = 16

/** Most calls that ran at once. */
function mostAtOnce(entries: readonly LedgerEntry[]): number {
  let [running, most] = [0, 0]
  for (const { what } of entries) {
    running += what === 'begin' ? 1 : what === 'end' ? -1 : 0
    most = Math.max(most, running)
  }
  return most
}

await scenario(async (stage) => {
  const topic = await stage.topic('jobs', 4)
  const worker = shareWorker(stage, { topics: [topic], workMs: 20, route: { concurrency } })
  await worker.heard('group.joined')
  const hot = Array.from({ length: 1_000 }, (_, index) => ({ key: null, value: `v${index}`, partition: 2 }))
  const sent = await stage.feed().send(topic, hot)
  await acceptedAll(stage, topic, sent)
  acceptedOnce(stage, topic, sent)
  const most = mostAtOnce(stage.entries())
  must(most === concurrency, `as many records are in work as the route allows, and never more: ${most}`)
  must(highestCount(stage) === 1, 'none came twice')
  await nothingLeft(stage, topic, 4)
  await stopCleanly(worker)
})
