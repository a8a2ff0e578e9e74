import { BrokerError } from './broker-error.js'

/** A Kafka release the testkit can start: each has its `packages/testkit/kafka/<version>/pom.xml`. */
export type KafkaVersion = '4.4.0' | '4.2.2' | '3.9.2'

/** Every release the testkit can start, newest first. */
export const kafkaVersions: readonly KafkaVersion[] = ['4.4.0', '4.2.2', '3.9.2']

/**
 * The release to start: the one asked for, else `SAMSA_KAFKA_VERSION`, else 4.4.0.
 *
 * @throws BrokerError `invalid-option` where the name is no release of the testkit.
 */
export const chooseKafkaVersion = (asked: string | undefined, env: NodeJS.ProcessEnv = process.env): KafkaVersion => {
  const name = asked ?? (env.SAMSA_KAFKA_VERSION || '4.4.0')
  const version = kafkaVersions.find((known) => known === name)
  if (version === undefined) throw new BrokerError('invalid-option', `no Kafka ${name} in the testkit: choose ${kafkaVersions.join(', ')}`)
  return version
}
