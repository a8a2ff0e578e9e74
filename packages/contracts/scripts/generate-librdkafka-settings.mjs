// Writes src/generated/librdkafka-settings.ts: the properties that the binding generated from librdkafka's own table, as users may write them.
// Usage: node packages/contracts/scripts/generate-librdkafka-settings.mjs, after packages/librdkafka generated its own.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const source = new URL('../../librdkafka/src/generated/settings.ts', import.meta.url)
export const target = new URL('../src/generated/librdkafka-settings.ts', import.meta.url)

// Text is taken for every property, because librdkafka takes text and process.env has nothing else; `string & {}` keeps an enum's completions.
const widen = (type) => (type.includes("'") ? `${type} | (string & {})` : type === 'string' ? type : `${type} | string`)

/** The text of the generated file. */
export function generate(text = readFileSync(source, 'utf8')) {
  const header = /^\/\/ .*$/m
    .exec(text)?.[0]
    .replace(/^\/\/ Made by \S+ from/, '// Made by scripts/generate-librdkafka-settings.mjs from the table of')
  const properties = [...text.matchAll(/( {2}\/\*\*[\s\S]*?\*\/\n)? {2}readonly '([^']+)'\?: (.+) \| undefined$/gm)]
  const unique = new Map(properties.map(([, doc = '', name, type]) => [name, `${doc}  readonly '${name}'?: ${widen(type)} | undefined`]))
  const lines = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
  return `${header}\n\n/** Every property that librdkafka takes as text, for consumers and producers. */\nexport interface LibrdkafkaSettings {\n${lines.join('\n')}\n}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, generate())
