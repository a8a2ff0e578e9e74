/** Name of the dead-letter topic of a source: `dlq.<topic>` stands for `dlq.` and the source's name. Kafka allows no `<` in names, so nothing else is meant by it. */
export function deadLetterTopicName(name: string, source: string): string {
  return name.replaceAll('<topic>', () => source)
}
