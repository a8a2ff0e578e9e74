// A host name that does not exist: one clear error with the name, exit code 3 after startTimeout.
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_NO_BROKER', 'group.troubled', 'group.failed')
  const worker = stage.worker({
    topics: [stage.name('none')],
    env: { SAMSA_TEST_BROKERS: 'no-such-host.invalid:9092', SAMSA_START_TIMEOUT: '3s' },
  })
  must((await worker.exit) === 3, 'the exit code is 3')
  must(
    worker.events('SAMSA_NO_BROKER').some((line) => line.msg.includes('no-such-host.invalid')),
    'the line names the host',
  )
})
