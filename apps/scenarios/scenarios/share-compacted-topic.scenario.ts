// own-broker
// limit: 60s
// A share group reads a compacted topic: what is left is delivered once, offsets that are gone hold nothing up.
import type { LedgerEntry } from '../src/ledger.js'
import { nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const keys = 5
const rounds = 40
const compaction = {
  'cleanup.policy': 'compact',
  'min.cleanable.dirty.ratio': '0.01',
  'segment.ms': '100',
  'segment.bytes': '1048576',
  'min.compaction.lag.ms': '0',
  'max.compaction.lag.ms': '100',
  'delete.retention.ms': '100',
}

const offsetsOf = (entries: readonly LedgerEntry[], name: string) =>
  entries.filter(({ what, worker }) => what === 'end' && worker === name).map(({ offset }) => offset)

await scenario(
  async (stage) => {
    const topic = await stage.topic('states', 1, compaction)
    const feed = stage.feed()
    const write = async (round: number) => {
      const records = Array.from({ length: keys }, (_, key) => ({ key: `k${key}`, value: `${round}`, partition: 0 }))
      return feed.send(topic, records)
    }
    for (let round = 0; round < rounds; round++) await write(round)
    // groups of their own look at the topic until records are missing: the last one that was read is the newest of them all
    let looks = 0
    const look = async (): Promise<number[]> => {
      const [newest] = await write(rounds + looks)
      const group = stage.name(`look${looks++}`)
      const worker = shareWorker(stage, { topics: [topic], group })
      const last = newest!.offset + keys - 1
      await until('it has come to the end', () => offsetsOf(stage.entries(), worker.name).includes(last))
      await nothingLeft(stage, topic, 1, group)
      await stopCleanly(worker)
      return offsetsOf(stage.entries(), worker.name)
    }
    const seen = await until('the topic is compacted', async () => {
      const offsets = await look()
      return offsets.length < keys * rounds ? offsets : null
    })
    must(new Set(seen).size === seen.length, `each came once: ${seen.join()}`)
    const newest = seen.filter((offset) => offset >= keys * (rounds + looks - 1))
    must(newest.length === keys, 'every key has its newest record')
  },
  { own: true, settings: { 'log.cleaner.backoff.ms': 200, 'log.retention.check.interval.ms': 1_000, 'log.segment.delete.delay.ms': 100 } },
)
