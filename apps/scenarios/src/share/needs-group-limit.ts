/** Exit code by which a scenario says that it cannot show anything here; its last line says why. */
const skipped = 77

/** Ends a scenario as skipped where the broker has no delivery limit of its own for each group (KIP-1240, from Kafka 4.3). */
export function needsGroupLimit(): void {
  if (!(process.env['SAMSA_KAFKA_VERSION'] ?? '').startsWith('4.2')) return
  console.log('Kafka 4.2 has no share.delivery.count.limit of a group')
  process.exit(skipped)
}
