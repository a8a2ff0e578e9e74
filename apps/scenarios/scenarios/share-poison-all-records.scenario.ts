// limit: 30s
// Every record fails at every attempt in a share group: each runs as often as the policy says, never more, is a dead letter once, byte for byte, and nothing is left.
import { poison, shareModes } from '../src/share/poison.js'
import { scenario } from '../src/scenario.js'

const records = 12

await scenario(async (stage) => {
  const all = Array.from({ length: records }, (_, offset) => offset)
  await Promise.all(shareModes.map((mode) => poison(stage, { mode, records, poison: all, attempts: 3, wanted: { attempts: 3 } })))
})
