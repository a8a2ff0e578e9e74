// The only record of a topic fails at every attempt in a share group: it runs five times and is a dead letter once, byte for byte; nothing is left.
import { poison, shareModes } from '../src/share/poison.js'
import { scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  await Promise.all(shareModes.map((mode) => poison(stage, { mode, records: 1, poison: [0] })))
})
