// A record that fails with another error at each attempt is one failing record, not many: in a share group it runs five times, and its dead letter tells of the last error.
import { eventsAbout } from '../src/share/executions.js'
import { poison, shareModes } from '../src/share/poison.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  const wanted = { errorClass: 'Error', message: 'on purpose, attempt 5' }
  const play = { records: 10, poison: [4], rule: { as: 'throw', error: 'rolling' }, wanted } as const
  await Promise.all(
    shareModes.map(async (mode) => {
      const { sent } = await poison(stage, { mode, ...play })
      if (mode !== 'record') return
      const retried = eventsAbout(stage, 'record.retried', sent[4]!)
      must(retried.map(({ attempt }) => attempt).join() === '1,2,3,4', `each attempt is told: ${JSON.stringify(retried)}`)
      must(
        retried.every(({ attempt, reason, delayMs }) => String(reason).endsWith(`attempt ${String(attempt)}`) && delayMs === 50),
        `each with its own reason: ${JSON.stringify(retried)}`,
      )
    }),
  )
})
