// limit: 40s
// A worker with a share group that is told to stop while it starts and joins ends cleanly, in every phase, and leaves nothing locked.
import { acceptedAll, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('record.released')
  const topic = await stage.topic('jobs', 2)
  const sent = await stage.feed().numbered(topic, 200, 2)
  const draft = { topics: [topic], settings: { lockDuration: '60s' } }
  for (const [phase, isThere] of [
    ['it begins', (lines: readonly { code?: string }[]) => lines.length > 0],
    ['it starts', (lines: readonly { code?: string }[]) => lines.some(({ code }) => code === 'worker.state')],
    ['it joins', (lines: readonly { code?: string }[]) => lines.some(({ code }) => code === 'group.joined')],
    ['records come', (lines: readonly { code?: string }[]) => lines.some(({ code }) => code === 'partition.assigned')],
  ] as const) {
    const worker = shareWorker(stage, draft)
    await until(phase, () => isThere(worker.lines))
    must((await worker.stop()) === 0, `${worker.name}, stopped when ${phase}, ends cleanly: ${await worker.exit}\n${worker.tail()}`)
  }
  const last = shareWorker(stage, draft)
  await acceptedAll(stage, topic, sent, 40_000)
  await stopCleanly(last)
})
