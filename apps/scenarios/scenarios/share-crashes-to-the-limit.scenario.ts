// limit: 60s
// A record that kills its process at every delivery is run in all but the last of them: in that one it is a dead letter without being run, for the reason deliveries; its neighbours are accepted.
import { crashesToTheLimit } from '../src/share/crashes-to-the-limit.js'
import { scenario } from '../src/scenario.js'

await scenario(async (stage) => void (await crashesToTheLimit(stage, 'record')))
