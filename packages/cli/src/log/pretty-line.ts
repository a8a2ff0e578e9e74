import { styleText } from 'node:util'

const colors = { error: 'red', warn: 'yellow', info: 'green', debug: 'dim' } as const

/** What `createLog` writes: words and numbers under these names, whatever else beside them. */
interface Line extends Record<string, unknown> {
  readonly time?: string
  readonly level?: string
  readonly msg?: string
  readonly cluster?: string
  readonly group?: string
  readonly topic?: string
  readonly partition?: number
  readonly offset?: number
}

const coordinates = ({ cluster, group, topic, partition, offset }: Line): string => {
  const place = [topic, partition, offset].filter((part) => part !== undefined).join('/')
  return [cluster === 'default' ? undefined : cluster, group, place].filter((part) => part !== undefined && part !== '').join(' ')
}

// as coordinates, or in the message of every event
const shownElsewhere = new Set([
  'time',
  'level',
  'msg',
  'cluster',
  'group',
  'topic',
  'partition',
  'offset',
  'version',
  'reason',
  'from',
  'to',
  'path',
])

const stackOf = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return ''
  const { stack, cause } = value as { stack?: unknown; cause?: unknown }
  return (typeof stack === 'string' ? `\n${stack.split('\n').slice(1).join('\n')}` : '') + stackOf(cause)
}

const detail = (name: string, value: unknown): string => {
  if (typeof value !== 'object' || value === null) return `${name}=${String(value)}`
  if ('message' in value) return `${name}=${String(value.message)}`
  return `${name}=${JSON.stringify(value)}`
}

/**
 * One log line of JSON as people read it: `12:03:04.567 WARN  billing orders/3/120 what happened code=SAMSA_RETRY`, and below it the stack trace where
 * the line has one. Anything that is no JSON stays as it is.
 */
export const prettyLine = (json: string, hasColors: boolean): string => {
  let line: Line
  try {
    line = JSON.parse(json) as Line
  } catch {
    return json
  }
  const paint = (style: Parameters<typeof styleText>[0], text: string): string => (hasColors && text !== '' ? styleText(style, text) : text)
  const level = (line.level ?? '') as keyof typeof colors
  const details = Object.entries(line)
    .filter(([name, value]) => !shownElsewhere.has(name) && value !== undefined)
    .map(([name, value]) => detail(name, value))
  const parts = [
    paint('dim', (line.time ?? '').slice(11, 23)),
    paint(colors[level] ?? 'dim', level.toUpperCase().padEnd(5)),
    paint('cyan', coordinates(line)),
    line.msg ?? '',
    paint('dim', details.join(' ')),
  ]
  return `${parts.filter((part) => part !== '').join(' ')}${paint('dim', stackOf(line.error))}\n`
}
