// SIGTERM with nothing in work ends cleanly at once.
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  const topic = await stage.topic('idle')
  const worker = stage.worker({ topics: [topic] })
  await worker.heard('partition.assigned')
  must((await worker.stop()) === 0, 'the exit code is 0')
})
