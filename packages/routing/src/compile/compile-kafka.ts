import { ownedKafkaSettings, quoteGiven } from '@samsa/contracts'
import type { Draft } from './draft.js'
import type { Layer } from './layer.js'

/**
 * The properties of a `kafka: { … }` as text. Those that Samsa owns, that the library does not have, and values that they cannot have, are problems.
 * `refused`: those that have no meaning here, with their sentences.
 */
export function compileKafka(draft: Draft, layer: Layer, refused: Readonly<Record<string, string>> = {}): Record<string, string> {
  const settings: Record<string, string> = {}
  for (const [name, { value, place }] of layer.entries) {
    const path = `${layer.path}['${name}']`
    const sentence = sentenceOf(ownedKafkaSettings, name) ?? sentenceOf(refused, name)
    if (sentence !== undefined) draft.sentence('SAMSA_KAFKA_SETTING', path, sentence, [place])
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      settings[name] = String(value)
      const wrong = draft.findSettingProblem(name, value)
      if (wrong !== null)
        draft.problem('SAMSA_KAFKA_SETTING', path, `${name} ${wrong}`, `correct it; the value given is ${quoteGiven(value)}`, [place])
    } else
      draft.problem(
        'SAMSA_KAFKA_SETTING',
        path,
        `${quoteGiven(value)} is no value for a property`,
        'write a text, a number, true or false',
        [place],
      )
  }
  return settings
}

function sentenceOf(sentences: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(sentences, name) ? sentences[name] : undefined
}
