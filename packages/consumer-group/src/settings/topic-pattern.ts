import { SamsaError } from '@samsa/contracts'

const unsupported = (source: string, what: string): never => {
  throw new SamsaError(
    'SAMSA_OPTION_INVALID',
    `topic pattern /${source}/ uses ${what}, which Kafka's pattern languages do not have: write it with literals, classes, groups, | * + ? {}`,
    { details: { pattern: source } },
  )
}

const classes: Readonly<Record<string, string>> = { d: '0-9', w: 'A-Za-z0-9_', s: ' \\t' }
// topic names are letters, digits, dot, underscore and hyphen (Kafka's Topic.validate), so these shorthands lose nothing
const negated: Readonly<Record<string, string>> = { D: '[^0-9]', W: '[^A-Za-z0-9_]', S: '[^ ]' }

/**
 * A JavaScript pattern as one that librdkafka's classic groups (POSIX extended) and KIP-848 brokers (RE2/J, whole name) both read the same way: begins with `^`
 * (librdkafka's mark of a pattern), covers the whole name, no shorthand classes, no non-capturing groups.
 *
 * @throws SamsaError `SAMSA_OPTION_INVALID` for lookarounds, back references, lazy quantifiers and named groups
 */
export function mapTopicPattern(source: string): string {
  let mapped = ''
  let isInClass = false
  for (let i = 0; i < source.length; i++) {
    const character = source[i]!
    if (character === '\\') mapped += mapEscape(source, source[++i] ?? '', isInClass)
    else if (isInClass) {
      isInClass = character !== ']'
      mapped += character
    } else if (character === '(' && source[i + 1] === '?') {
      if (source[i + 2] !== ':') unsupported(source, `(?${source[i + 2] ?? ''}`)
      i += 2
      mapped += '('
    } else if (character === '?' && '*+?}'.includes(source[i - 1] ?? ' ') && source[i - 2] !== '\\')
      unsupported(source, 'a lazy quantifier')
    else {
      isInClass = character === '['
      mapped += character
    }
  }
  return `^(.*(${mapped}).*)$`
}

function mapEscape(source: string, escaped: string, isInClass: boolean): string {
  if (classes[escaped] !== undefined) return isInClass ? classes[escaped] : `[${classes[escaped]}]`
  if (negated[escaped] !== undefined && !isInClass) return negated[escaped]
  if (/[A-Za-z0-9]/.test(escaped) || escaped === '') unsupported(source, `\\${escaped}`)
  // in a POSIX class a backslash is a character of its own
  return isInClass && escaped !== ']' && escaped !== '\\' ? escaped : `\\${escaped}`
}
