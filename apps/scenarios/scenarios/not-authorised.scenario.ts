// own-broker
// limit: 60s
// A broker that wants credentials and rights: a wrong password and a missing right are one line each, exit code 3, and no password is told.
import { freePorts } from '@samsa/testkit'
import { complainsOnce } from '../src/complaint.js'
import { must, scenario } from '../src/scenario.js'

const [port, saslPort, controllerPort] = (await freePorts(3)) as [number, number, number]
const password = 'wonder-land'

await scenario(
  async (stage) => {
    stage.expect('SAMSA_AUTHENTICATION', 'SAMSA_AUTHORIZATION', 'SAMSA_NO_BROKER', 'group.troubled')
    const topic = await stage.topic('secret')
    const login = (given: string) => ({
      'security.protocol': 'sasl_plaintext',
      'sasl.mechanism': 'PLAIN',
      'sasl.username': 'alice',
      'sasl.password': given,
    })
    const env = { SAMSA_TEST_BROKERS: `127.0.0.1:${saslPort}` }
    const wrong = stage.worker({ topics: [topic], kafka: login(`${password}!`), env })
    await complainsOnce(wrong, 3, 'SAMSA_AUTHENTICATION', 'sasl.')
    for (const protocol of ['consumer', 'classic']) {
      const denied = stage.worker({ topics: [topic], kafka: login(password), options: { protocol }, env })
      await complainsOnce(denied, 3, 'SAMSA_AUTHORIZATION', 'READ')
    }
    must(!stage.workers.some(({ lines, prints }) => JSON.stringify([lines, prints]).includes(password)), 'no line has the password')
  },
  {
    own: true,
    port,
    settings: {
      'listeners': `PLAINTEXT://127.0.0.1:${port},SASL://127.0.0.1:${saslPort},CONTROLLER://127.0.0.1:${controllerPort}`,
      'advertised.listeners': `PLAINTEXT://127.0.0.1:${port},SASL://127.0.0.1:${saslPort}`,
      'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT',
      'inter.broker.listener.name': 'PLAINTEXT',
      'sasl.enabled.mechanisms': 'PLAIN',
      'listener.name.sasl.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="${password}";`,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      // whoever comes without credentials is the broker itself, or the scenario
      'super.users': 'User:ANONYMOUS',
    },
  },
)
