// TLS or SASL against a plain listener: the worker retries until startTimeout, then one line says what to look at, exit code 3.
import { complainsOnce } from '../src/complaint.js'
import { scenario } from '../src/scenario.js'

const startTimeout = { SAMSA_START_TIMEOUT: '3s' }

await scenario(async (stage) => {
  stage.expect('SAMSA_NO_BROKER', 'SAMSA_AUTHENTICATION', 'group.troubled')
  const topic = await stage.topic('plain')
  const tls = stage.worker({ topics: [topic], kafka: { 'security.protocol': 'ssl' }, env: startTimeout })
  const sasl = {
    'security.protocol': 'sasl_plaintext',
    'sasl.mechanism': 'PLAIN',
    'sasl.username': 'alice',
    'sasl.password': 'wonder-land',
  }
  const login = stage.worker({ topics: [topic], kafka: sasl, env: startTimeout })
  await Promise.all([
    complainsOnce(tls, 3, 'SAMSA_NO_BROKER', 'security.protocol', stage.broker.bootstrapServers),
    complainsOnce(login, 3, 'SAMSA_', 'security.protocol'),
  ])
})
