/** Exit code by which a scenario says that it cannot show anything here; its last line says why. */
const skipped = 77

/** Ends a scenario as skipped on Kafka 4.2, the older release that scenarios run on, because of what it has not. */
function skipOnOlderKafka(missing: string): void {
  if (!(process.env['SAMSA_KAFKA_VERSION'] ?? '').startsWith('4.2')) return
  console.log(`Kafka 4.2 has no ${missing}`)
  process.exit(skipped)
}

/** For scenarios with a delivery limit of their own for a group (KIP-1240, from Kafka 4.3). */
export const needsGroupLimit = (): void => skipOnOlderKafka('share.delivery.count.limit of a group')

/** For scenarios in which Kafka writes dead letters itself (KIP-1191, from Kafka 4.4). */
export const needsBrokerDeadLetters = (): void => skipOnOlderKafka('dead letters of its own')
