import {
  encodePart,
  headerEntries,
  SamsaError,
  type AnyTopic,
  type OutgoingRecord,
  type ProducerPort,
  type ProducerRecord,
  type RecordMetadata,
  type Send,
} from '@samsa/contracts'

/** Typed sending over a producer port: keys and values go through the topic's serdes. All records of one call are encoded before the first is sent. */
export function createSend(port: ProducerPort): Send {
  const send = (topic: AnyTopic, what: ProducerRecord | readonly ProducerRecord[]): Promise<RecordMetadata | readonly RecordMetadata[]> => {
    try {
      if (!isList(what)) return port.send(topic.name, outgoing(topic, what))
      return port.sendAll(
        topic.name,
        what.map((record) => outgoing(topic, record)),
      )
    } catch (error) {
      return Promise.reject(error)
    }
  }
  return send as Send
}

function isList(what: ProducerRecord | readonly ProducerRecord[]): what is readonly ProducerRecord[] {
  return Array.isArray(what)
}

function outgoing(topic: AnyTopic, record: ProducerRecord): OutgoingRecord {
  const { headers, partition, timestamp } = record
  return {
    key: encodePart(topic.key, record.key, 'key', topic.name),
    value: encodePart(topic.value, record.value, 'value', topic.name),
    headers: headers === undefined ? null : headerEntries(headers),
    partition: partition === undefined ? null : whole(partition, 'partition', topic.name),
    timestampMs: timestamp === undefined ? null : whole(timestamp, 'timestamp', topic.name),
  }
}

function whole(value: number, option: 'partition' | 'timestamp', topic: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new SamsaError(
    'SAMSA_SERIALIZE',
    `${option} of a record for topic ${topic} is ${value}: give a whole number from 0, or leave it out`,
    { details: { topic, part: option } },
  )
}
