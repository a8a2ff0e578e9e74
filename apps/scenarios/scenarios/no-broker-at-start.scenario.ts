// No broker is reachable within startTimeout: one line with a code, exit code 3; a signal before that ends with 0.
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_NO_BROKER', 'group.troubled', 'group.failed')
  const nowhere = { SAMSA_TEST_BROKERS: '127.0.0.1:1' }
  const gone = stage.worker({ topics: [stage.name('none')], env: { ...nowhere, SAMSA_START_TIMEOUT: '3s' } })
  must((await gone.exit) === 3, 'the exit code is 3')
  must(gone.events('SAMSA_NO_BROKER').length >= 1, 'one line says why')
  const waiting = stage.worker({ topics: [stage.name('none')], env: nowhere })
  await waiting.heard('SAMSA_NO_BROKER')
  must((await waiting.stop()) === 0, 'a stop during the start is clean')
})
