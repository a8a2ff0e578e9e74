import { SamsaError } from '@samsa/contracts'
import { settingsTable } from '@samsa/librdkafka'

/** Kafka settings of the user: librdkafka's names; `undefined` and `null` count as not given. */
export type KafkaSettings = Readonly<Record<string, string | number | boolean | null | undefined>>
/** The same, complete. */
export type ProducerSettings = Readonly<Record<string, string | number | boolean>>

/** What Samsa sets where the user does not: Java's partitioner, nothing lost or written twice, quick answers. */
const defaults: ProducerSettings = {
  'partitioner': 'murmur2_random',
  'enable.idempotence': true,
  'acks': 'all',
  'linger.ms': 1,
  'message.timeout.ms': 60_000,
  // librdkafka's 1,000,000 is less than Kafka's topics take (1,048,588): a record that was consumed must fit a dead letter; how much a topic takes its broker says
  'message.max.bytes': 10 * 1024 * 1024,
  // as Java's client: with librdkafka's 10 s sends wait for that long after a broker came back
  'reconnect.backoff.max.ms': 1_000,
}

/** Other names that librdkafka has for the properties above and below; Java's name is the one that people know. */
const otherNames: Readonly<Record<string, string>> = {
  'request.required.acks': 'acks',
  'queue.buffering.max.ms': 'linger.ms',
  'delivery.timeout.ms': 'message.timeout.ms',
  'message.send.max.retries': 'retries',
  'max.in.flight': 'max.in.flight.requests.per.connection',
}

const owned: Readonly<Record<string, string>> = {
  'delivery.report.only.error': 'a send is answered by its delivery report: leave it out',
  'produce.offset.report': 'a send is answered with its offset: leave it out',
  'log.queue': "Samsa reads the library's logs itself: leave it out",
}

/**
 * Settings for librdkafka's producer: the user's over Samsa's defaults; what consumers alone have is left out, so that one set of settings serves a
 * whole worker. Throws `SAMSA_KAFKA_SETTING` or `SAMSA_NOT_BUILT`, all problems at once.
 */
export function producerSettings(kafka: KafkaSettings, clientId: string): ProducerSettings {
  const given: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(kafka)) {
    if (value !== undefined && value !== null && settingsTable.get(name)?.clients !== 'consumer') given[otherNames[name] ?? name] = value
  }
  if (given['transactional.id'] !== undefined)
    throw new SamsaError('SAMSA_NOT_BUILT', 'transactional.id: transactions are not built yet; leave it out')
  const settings = { 'client.id': clientId, ...defaults, ...given }
  const problems = [...ownedProblems(given), ...conflicts(settings, given)]
  if (problems.length > 0) throw new SamsaError('SAMSA_KAFKA_SETTING', problems.join('; '), { details: { problems } })
  return settings
}

function ownedProblems(given: ProducerSettings): string[] {
  return Object.entries(owned).flatMap(([name, why]) => (given[name] === undefined ? [] : [`${name}: ${why}`]))
}

/** What contradicts idempotence (KIP-98): the library would refuse it too, without saying which of the values is Samsa's. */
function conflicts(settings: ProducerSettings, given: ProducerSettings): string[] {
  const problems: string[] = []
  const refuse = (name: string, must: string): void => {
    const whose = given['enable.idempotence'] === undefined ? " (Samsa's default)" : ''
    problems.push(
      `${name}=${settings[name]} contradicts enable.idempotence=true${whose}, which needs ${must}: set enable.idempotence to false as well, or leave ${name} out`,
    )
  }
  if (isTrue(settings['enable.idempotence'])) {
    if (!['all', '-1'].includes(String(settings['acks']))) refuse('acks', 'all')
    if (settings['retries'] !== undefined && Number(settings['retries']) < 1) refuse('retries', 'at least 1')
    if (Number(settings['max.in.flight.requests.per.connection'] ?? 1) > 5) refuse('max.in.flight.requests.per.connection', 'at most 5')
    if (settings['queuing.strategy'] === 'lifo') refuse('queuing.strategy', 'fifo')
  }
  const timeoutMs = Number(settings['message.timeout.ms'])
  if (timeoutMs > 0 && Number(settings['linger.ms']) >= timeoutMs)
    problems.push(`linger.ms=${settings['linger.ms']} leaves no time within message.timeout.ms=${timeoutMs}: make it smaller`)
  return problems
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === 't' || value === '1' || value === 1
}
