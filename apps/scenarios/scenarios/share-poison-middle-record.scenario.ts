// A record in the middle of a share group's batch fails at every attempt: it runs five times, is a dead letter once, byte for byte, and its neighbours run once.
import { poison, shareModes } from '../src/share/poison.js'
import { scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  await Promise.all(shareModes.map((mode) => poison(stage, { mode, records: 10, poison: [4] })))
})
