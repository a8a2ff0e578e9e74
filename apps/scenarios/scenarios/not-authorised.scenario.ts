// own-broker
// limit: 60s
// A broker that wants credentials and rights: a wrong password and a missing right are one line each, exit code 3, and no password is told.
import { complainsOnce } from '../src/complaint.js'
import { guardedBroker } from '../src/guarded-broker.js'
import { must, scenario } from '../src/scenario.js'

const { password, login, env, options } = await guardedBroker()

await scenario(async (stage) => {
  stage.expect('SAMSA_AUTHENTICATION', 'SAMSA_AUTHORIZATION', 'SAMSA_NO_BROKER', 'group.troubled')
  const topic = await stage.topic('secret')
  const wrong = stage.worker({ topics: [topic], kafka: login(`${password}!`), env })
  await complainsOnce(wrong, 3, 'SAMSA_AUTHENTICATION', 'sasl.')
  for (const protocol of ['consumer', 'classic']) {
    // with dead letters the right to their topic would be missed first
    const route = { deadLetter: false, whenExhausted: 'hold' }
    const denied = stage.worker({ topics: [topic], kafka: login(password), options: { protocol }, route, env })
    await complainsOnce(denied, 3, 'SAMSA_AUTHORIZATION', 'READ')
  }
  must(!stage.workers.some(({ lines, prints }) => JSON.stringify([lines, prints]).includes(password)), 'no line has the password')
}, options)
