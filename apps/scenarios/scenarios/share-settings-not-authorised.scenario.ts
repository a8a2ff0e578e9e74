// own-broker
// limit: 60s
// Without the right to look at the settings of its share group a worker ends before it joins, with one line that names the right, exit code 1; with the policy ignore it does not look, and Kafka refuses the join, exit code 3.
import { complainsOnce } from '../src/complaint.js'
import { guardedBroker } from '../src/guarded-broker.js'
import { must, scenario } from '../src/scenario.js'
import { bare } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'

const { password, login, env, options } = await guardedBroker()

await scenario(async (stage) => {
  stage.expect('SAMSA_AUTHENTICATION', 'SAMSA_AUTHORIZATION', 'SAMSA_NO_BROKER', 'group.troubled')
  const topic = await stage.topic('secret')
  for (const policy of ['initialize', 'apply', 'verify'] as const) {
    const denied = shareWorker(stage, { topics: [topic], route: bare, policy, kafka: login(password), env })
    await complainsOnce(denied, 1, 'SAMSA_AUTHORIZATION', 'DescribeConfigs', stage.name('group'), "policy: 'ignore'")
    must(denied.events('group.joined').length === 0, 'nobody joined')
  }
  await complainsOnce(
    shareWorker(stage, { topics: [topic], route: bare, policy: 'ignore', kafka: login(password), env }),
    3,
    'SAMSA_AUTHORIZATION',
  )
  await complainsOnce(
    shareWorker(stage, { topics: [topic], route: bare, kafka: login(`${password}!`), env }),
    3,
    'SAMSA_AUTHENTICATION',
    'sasl.',
  )
  must(!stage.workers.some(({ lines, prints }) => JSON.stringify([lines, prints]).includes(password)), 'no line has the password')
}, options)
