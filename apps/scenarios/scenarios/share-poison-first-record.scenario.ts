// The first record that a share group gets, behind deleted ones, fails at every attempt: it runs five times, is a dead letter once, byte for byte, and its neighbours run once.
import { poison, shareModes } from '../src/share/poison.js'
import { scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  await Promise.all(shareModes.map((mode) => poison(stage, { mode, records: 15, deleted: 5, poison: [5] })))
})
