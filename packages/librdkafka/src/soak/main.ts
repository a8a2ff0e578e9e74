// `node --expose-gc dist/soak/main.js cycles|running|share [--cycles 300] [--minutes 5] [--servers host:port]`: one soak in this process, against the mock
// unless servers are named. Prints one line of figures; exit code 1 where something grew, hung or failed.
import { parseArgs } from 'node:util'
import { openCluster, type SoakCluster } from './cluster.js'
import { runCycles, type SoakResult } from './cycles.js'
import { runForMinutes } from './running.js'
import { runShareForMinutes } from './share-running.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cycles: { type: 'string', default: '300' },
    minutes: { type: 'string', default: '5' },
    servers: { type: 'string' },
  },
})
const soaks: Readonly<Record<string, (cluster: SoakCluster) => Promise<SoakResult>>> = {
  cycles: (cluster) => runCycles(cluster, Number(values.cycles)),
  running: (cluster) => runForMinutes(cluster, Number(values.minutes)),
  share: (cluster) => runShareForMinutes(cluster, Number(values.minutes)),
}
const name = positionals[0] ?? ''
const soak = soaks[name]
if (soak === undefined) throw new Error(`no soak \`${name}\`: there are ${Object.keys(soaks).join(', ')}`)

const cluster = openCluster(values.servers)
const { figures, problems } = await soak(cluster)
await cluster.close()
console.log(`soak, ${name} on ${values.servers === undefined ? 'the mock' : 'Kafka'}: ${[figures, ...problems].join('; ')}`)
process.exitCode = problems.length === 0 ? 0 : 1
