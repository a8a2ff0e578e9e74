import { KafkaError } from './kafka-error.js'
import { native } from './library.js'

const names = new Map<number, string>()

/** librdkafka's name of a code: 0 is `'NO_ERROR'`, -185 `'_TIMED_OUT'`. */
export function errorName(errno: number): string {
  let name = names.get(errno)
  if (name === undefined) names.set(errno, (name = native().errorName(errno)))
  return name
}

/** librdkafka's sentence for a code. */
export function errorText(errno: number): string {
  return native().errorText(errno)
}

/** An error for a code met in a result, a delivery or an event. @param errno the code @param text default: librdkafka's sentence */
export function kafkaError(errno: number, text: string = errorText(errno)): KafkaError {
  return new KafkaError({ errno, name: errorName(errno), text })
}
