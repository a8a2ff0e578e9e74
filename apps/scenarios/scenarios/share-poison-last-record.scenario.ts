// The last record of a topic fails at every attempt in a share group: it runs five times, is a dead letter once, byte for byte, and its neighbours run once.
import { poison, shareModes } from '../src/share/poison.js'
import { scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  await Promise.all(shareModes.map((mode) => poison(stage, { mode, records: 10, poison: [9] })))
})
