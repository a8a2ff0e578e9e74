#!/usr/bin/env node
// Writes src/generated/settings.ts from librdkafka's own tables: CONFIGURATION.md (names, ranges, defaults, texts) and rdkafka_conf.c (what is
// sensitive) of the installed kafka-javascript. With --check it compares instead, and ends with code 1 when they differ; with code 3 when the
// tables are not there.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const output = join(root, 'src', 'generated', 'settings.ts')
const require = createRequire(import.meta.url)

/**
 * @typedef {{ name: string, clients: 'any' | 'consumer' | 'producer', type: string, min: number | null, max: number | null, values: string[],
 *   initial: string, text: string, aliasOf: string | null, deprecated: boolean, sensitive: boolean }} Setting
 */

// Words that a number may be instead; the table does not list them, the text does.
const words = new Map([
  ['acks', ['all']],
  ['request.required.acks', ['all']],
])

const typeNames = new Map([
  ['string', 'string'],
  ['pattern list', 'string'],
  ['CSV flags', 'flags'],
  ['integer', 'integer'],
  ['float', 'float'],
  ['boolean', 'boolean'],
  ['enum value', 'enum'],
])

const clientsOf = new Map([
  ['*', 'any'],
  ['C', 'consumer'],
  ['P', 'producer'],
])

const sourceFolder = () => {
  try {
    return join(dirname(require.resolve('@confluentinc/kafka-javascript/package.json')), 'deps', 'librdkafka')
  } catch {
    return undefined
  }
}

/** Names flagged in the library's own table. @param {string} source rdkafka_conf.c */
const sensitiveNames = (source) => new Set([...source.matchAll(/_RK_SENSITIVE,\s*"([^"]+)"/g)].map((match) => match[1]))

/** @param {string} line a row of the table @param {ReadonlySet<string | undefined>} sensitive @returns {Setting | undefined} */
const parseRow = (line, sensitive) => {
  // A default may have bars of its own.
  const cells = /^(\S+)\s*\|\s*([*CP])\s*\|(.*?)\|(.*)\|\s*(?:high|medium|low)\s*\|(.*)$/.exec(line)
  if (cells === null) return undefined
  const [name = '', who = '', range = '', initial = '', description = ''] = cells.slice(1).map((cell) => cell.trim().replaceAll('\\|', '|'))
  const described = /^(.*?)\s*<br>\*Type: ([^*]+)\*$/.exec(description)
  const clients = clientsOf.get(who)
  const type = typeNames.get(described?.[2] ?? '')
  // What has its own function (callbacks) is no setting.
  if (clients === undefined || type === undefined || described === null) return undefined
  const alias = /^Alias for `([^`]+)`: /.exec(described[1] ?? '')
  const limits = /^(-?\d+) \.\. (-?\d+)$/.exec(range)
  return {
    name,
    clients: /** @type {Setting['clients']} */ (clients),
    type,
    min: limits === null ? null : Number(limits[1]),
    max: limits === null ? null : Number(limits[2]),
    values:
      type === 'enum' || type === 'flags'
        ? range
            .split(',')
            .map((value) => value.trim())
            .filter(Boolean)
        : (words.get(name) ?? []),
    initial,
    text: (described[1] ?? '').slice(alias?.[0].length ?? 0),
    aliasOf: alias?.[1] ?? null,
    deprecated: /\*\*DEPRECATED\*\*/.test(described[1] ?? ''),
    sensitive: sensitive.has(name) || sensitive.has(alias?.[1]),
  }
}

/** @param {string} folder of librdkafka @returns {Setting[]} */
const readSettings = (folder) => {
  const sensitive = sensitiveNames(readFileSync(join(folder, 'src', 'rdkafka_conf.c'), 'utf8'))
  const rows = readFileSync(join(folder, 'CONFIGURATION.md'), 'utf8').split('\n')
  const settings = rows.map((line) => parseRow(line, sensitive)).filter((setting) => setting !== undefined)
  // A few stand in both tables, global and topic; the first one is global.
  return [...new Map(settings.toReversed().map((setting) => [setting.name, setting])).values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** @param {Setting} setting the TypeScript type of its value */
const typeOf = ({ type, values }) => {
  const literals = values.map((value) => `'${value}'`)
  if (type === 'enum') return literals.join(' | ')
  if (type === 'boolean') return 'boolean'
  if (type === 'integer' || type === 'float') return ['number', ...literals].join(' | ')
  return 'string'
}

/** @param {string} text @param {string} indent */
const wrap = (text, indent) => {
  const lines = ['']
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && indent.length + 3 + line.length + 1 + word.length > 140) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}

/** @param {Setting} setting */
const member = (setting) => {
  const range = setting.min === null ? '' : ` Range: ${setting.min} to ${setting.max}.`
  const flags = setting.type === 'flags' && setting.values.length > 0 ? ` Comma separated, of: ${setting.values.join(', ')}.` : ''
  const initial = setting.initial === '' ? '' : ` Default: \`${setting.initial}\`.`
  const text = `${setting.text.replaceAll('*/', '* /').replaceAll('@', '\\@').replaceAll('**DEPRECATED**', '').trim()}${range}${flags}${initial}`
  const alias = setting.aliasOf === null ? [] : [`Alias of \`${setting.aliasOf}\`.`]
  const deprecated = setting.deprecated ? ['@deprecated by librdkafka'] : []
  const lines = [...alias, ...wrap(text, '  '), ...deprecated].map((line) => `   * ${line}`)
  return ['  /**', ...lines, '   */', `  readonly '${setting.name}'?: ${typeOf(setting)} | undefined`].join('\n')
}

/** @param {string} name @param {string} what @param {readonly Setting[]} settings */
const typeBlock = (name, what, settings) => `/** ${what} */\nexport type ${name} = {\n${settings.map(member).join('\n')}\n}\n`

/** @param {Setting} setting one line of the table at run time */
const row = ({ name, clients, type, min, max, values, initial, aliasOf, deprecated, sensitive }) => {
  const list = values.map((value) => `'${value}'`).join(', ')
  const quoted = `'${initial.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  return `  ['${name}', '${clients}', '${type}', ${min}, ${max}, [${list}], ${quoted}, ${aliasOf === null ? 'null' : `'${aliasOf}'`}, ${deprecated}, ${sensitive}],`
}

/** @param {readonly Setting[]} settings @param {string} version */
const render = (settings, version) => {
  /** @param {Setting['clients']} clients */
  const of = (clients) => settings.filter((setting) => setting.clients === clients)
  const blocks = [
    `// Made by scripts/generate-settings.mjs from librdkafka ${version}; texts: Copyright (c) 2012-2022 Magnus Edenhill, 2023 Confluent Inc., BSD-2-Clause (NOTICE).\n`,
    typeBlock('AnyClientSettings', 'librdkafka properties of every client.', of('any')),
    typeBlock('ConsumerOnlySettings', 'librdkafka properties of consumers alone.', of('consumer')),
    typeBlock('ProducerOnlySettings', 'librdkafka properties of producers alone.', of('producer')),
    `/** name, clients, type, least, most, values, default, alias of, deprecated, sensitive */\nexport const settingRows = [\n${settings.map(row).join('\n')}\n] as const\n`,
  ]
  return blocks.join('\n')
}

const folder = sourceFolder()
if (folder === undefined || !existsSync(join(folder, 'CONFIGURATION.md'))) {
  console.error('the tables of librdkafka are not there: install @confluentinc/kafka-javascript')
  process.exitCode = 3
} else {
  const { librdkafka } = JSON.parse(readFileSync(join(folder, '..', '..', 'package.json'), 'utf8'))
  const text = render(readSettings(folder), librdkafka)
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(output), { recursive: true })
    writeFileSync(output, text)
  } else if (!existsSync(output) || readFileSync(output, 'utf8') !== text) {
    console.error('src/generated/settings.ts is not what scripts/generate-settings.mjs makes: run it')
    process.exitCode = 1
  }
}
