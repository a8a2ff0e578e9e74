// limit: 90s
// A record that kills its process at every delivery takes along what its batch has not settled, until the last delivery in which it is run: there each runs alone, so that the neighbours are accepted, and it alone is a dead letter in the one after that, without being run.
import { crashesToTheLimit, crashing } from '../src/share/crashes-to-the-limit.js'
import { executionsOf } from '../src/share/executions.js'
import { must, scenario, type Stage } from '../src/scenario.js'

const everyTime = '1.1,2.2,3.3,4.4'

async function play(stage: Stage, mode: 'batch' | 'whole'): Promise<void> {
  const sent = await crashesToTheLimit(stage, mode, { batch: { maxRecords: 10, maxWait: '3s' } })
  for (const one of sent) {
    const ran = executionsOf(stage, one).join()
    // those before it are settled at once, or never; those behind it are not reached before they run alone
    const before = mode === 'batch' ? '1.1' : everyTime
    const wanted = one.offset < crashing ? before : one.offset === crashing ? everyTime : '4.4'
    must(ran === wanted, `${mode}: ${one.offset} ran as ${ran}, not ${wanted}`)
  }
}

await scenario(async (stage) => {
  await Promise.all([play(stage, 'batch'), play(stage, 'whole')])
})
