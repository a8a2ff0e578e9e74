// limit: 40s
// A worker with a share group that is told to stop while it starts and joins ends cleanly, in every phase, and leaves nothing locked.
import { acceptedAll, stopCleanly } from '../src/share/share-calls.js'
import { bare } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'
import type { WorkerProcess } from '../src/worker-process.js'

await scenario(async (stage) => {
  stage.expect('record.released')
  const topic = await stage.topic('jobs', 2)
  const feed = stage.feed()
  const sent = await feed.numbered(topic, 200, 2)
  const draft = { topics: [topic], settings: { lockDuration: '60s' }, workMs: 5, route: bare }
  const has = (code: string) => (worker: WorkerProcess) => worker.events(code).length > 0
  const works = ({ name }: WorkerProcess) => stage.entries().some(({ worker }) => worker === name)
  for (const [phase, isThere] of [
    ['it begins', (worker: WorkerProcess) => worker.lines.length > 0],
    ['it starts', has('worker.state')],
    ['it joins', has('group.joined')],
    ['records come', works],
  ] as const) {
    const worker = shareWorker(stage, draft)
    await until(phase, () => isThere(worker))
    must((await worker.stop()) === 0, `${worker.name}, stopped when ${phase}, ends cleanly: ${await worker.exit}\n${worker.tail()}`)
    sent.push(...(await feed.numbered(topic, 200, 2, sent.length)))
  }
  const last = shareWorker(stage, draft)
  await acceptedAll(stage, topic, sent, 40_000)
  await stopCleanly(last)
})
