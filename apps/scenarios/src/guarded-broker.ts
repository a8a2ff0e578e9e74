import { freePorts } from '@samsa/testkit'

const password = 'wonder-land'

/** A broker with a second listener that wants credentials (SASL PLAIN), and an authorizer by which whoever logs in there may do nothing. */
export async function guardedBroker() {
  const [port, saslPort, controllerPort] = (await freePorts(3)) as [number, number, number]
  return {
    /** Of the only user, alice. */
    password,
    /** Settings of a worker that logs in as alice. */
    login: (given: string) => ({
      'security.protocol': 'sasl_plaintext',
      'sasl.mechanism': 'PLAIN',
      'sasl.username': 'alice',
      'sasl.password': given,
    }),
    /** Leads a worker to the guarded listener. */
    env: { SAMSA_TEST_BROKERS: `127.0.0.1:${saslPort}` },
    /** How the scenario's own broker is started. */
    options: {
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
  }
}
