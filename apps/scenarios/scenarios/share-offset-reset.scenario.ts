// A share group without a state begins at the first record, at the end, or at the first record of a duration, as its setting says.
import { endings, stopCleanly } from '../src/share/share-calls.js'
import { shareOffsets } from '../src/share/share-offsets.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const hourMs = 3_600_000
const ages = [3, 1.5, 0.5]

await scenario(async (stage) => {
  const topic = await stage.topic('history')
  const feed = stage.feed()
  const nowMs = Date.now()
  // one at a time: the broker keeps the order of times only between batches
  for (const age of ages) await feed.send(topic, [{ value: `${age}`, timestampMs: nowMs - age * hourMs }])
  const begin = (offsetReset: string) => {
    const group = stage.name(offsetReset)
    return { group, worker: shareWorker(stage, { group, topics: [topic], settings: { offsetReset } }) }
  }
  const groups = ['earliest', 'latest', '-1h'].map(begin)
  const seen = (name: string) =>
    [
      ...endings(
        stage.entries().filter(({ worker }) => worker === name),
        'accept',
      ).keys(),
    ].map((place) => place.split('/')[2])
  for (const { group, worker } of groups) {
    await worker.heard('group.joined')
    await until('its start is known', async () =>
      (await shareOffsets(stage.broker.port, group, topic, 1)).some(({ startOffset }) => startOffset !== -1 || group.endsWith('latest')),
    )
  }
  const [earliest, latest, age] = groups.map(({ worker }) => worker)
  must(earliest !== undefined && latest !== undefined && age !== undefined, 'three workers')
  await until('earliest begins at the first', () => seen(earliest.name).join() === '0,1,2')
  await until('an age begins at the first record that is no older', () => seen(age.name).join() === '2')
  // `latest` has no state before its first fetch, so records are sent until one arrives
  let last = 2
  await until('latest begins behind the last', async () => {
    last = (await feed.send(topic, [{ value: 'new' }]))[0]?.offset ?? last
    return seen(latest.name).length > 0
  })
  must(
    seen(latest.name).every((offset) => Number(offset) > 2),
    `nothing that was there before: ${seen(latest.name).join()}`,
  )
  await until('all have the last one', () => [earliest, latest, age].every(({ name }) => seen(name).includes(`${last}`)))
  must(!seen(age.name).includes('1'), 'and no older one')
  await stopCleanly(earliest, latest, age)
})
