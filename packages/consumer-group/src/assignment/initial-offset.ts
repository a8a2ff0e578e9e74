import type { InitialOffset, SubscribedTopic } from '@samsa/contracts'

/** Where partitions of a topic begin without a committed position: as its exact name says, else as the first pattern that matches it. */
export function initialOffsets(topics: readonly SubscribedTopic[]): (topic: string) => InitialOffset {
  const exact = new Map(topics.filter((topic) => !topic.pattern).map((topic) => [topic.name, topic.initialOffset]))
  const patterns = topics
    .filter((topic) => topic.pattern)
    .map((topic) => ({ expression: new RegExp(topic.name), initialOffset: topic.initialOffset }))
  return (topic) => exact.get(topic) ?? patterns.find(({ expression }) => expression.test(topic))?.initialOffset ?? { from: 'earliest' }
}
