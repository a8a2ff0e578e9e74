import { isSamsaError, isSensitiveSetting, lookAt, redacted } from '@samsa/contracts'

// `password=…`, `"sasl.password": "…"`, `client.secret is …` in texts of others: errors of the library, stack traces, JSON in messages
const assignment =
  /([\w.-]*(?:password|passphrase|secret|token|key\.pem)["']?\s*[=:]\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;&}\])"']+)/gi
const credentialsInUrl = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]+@/gi

/** Takes secrets out of what is about to be shown: log lines, errors, `--json`, plans, stack traces. */
export interface Redactor {
  /** Remembers the values of the sensitive settings, at any depth: from now on they are taken out of every text, wherever they turn up. */
  readonly learn: (settings: unknown) => void
  /** The text without known secrets, without values assigned to a sensitive name, and without credentials in addresses. */
  readonly text: (text: string) => string
  /** A copy, ready for JSON: sensitive properties and texts are redacted, errors become `{ name, code, message, stack }`, bytes only their length. */
  readonly value: (value: unknown) => unknown
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** How a secret can turn up in a text: as it is, escaped in JSON, and, of a key with many lines, each line. */
const formsOf = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  ...(secret.includes('\n') ? secret.split('\n').filter((line) => line.length >= 16 && !line.startsWith('-----')) : []),
]

// a short secret is taken out where it stands alone, or every text would be full of holes
const patternOf = (form: string): string => (form.length < 6 ? `(?<![\\w])${escape(form)}(?![\\w])` : escape(form))

const isPlainObject = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const errorFields = (error: Error): Record<string, unknown> => {
  const fields = (['name', 'code', 'message', 'stack', 'cause'] as const).map((name) => [
    name,
    lookAt(() => (error as Error & { code?: unknown })[name]),
  ])
  const known = fields.filter(([name, field]) => field !== undefined && (name !== 'stack' || !isSamsaError(error)))
  return Object.fromEntries(known) as Record<string, unknown>
}

/** A redactor that knows the names of secrets, and no values yet. */
export const createRedactor = (): Redactor => {
  const forms = new Set<string>()
  let known: RegExp | null = null

  const learnValue = (value: unknown): void => {
    if (typeof value !== 'string' || value === '') return
    for (const form of formsOf(value)) forms.add(form)
    // longest first: a secret may be part of another
    known = new RegExp(
      [...forms]
        .sort((a, b) => b.length - a.length)
        .map(patternOf)
        .join('|'),
      'g',
    )
  }

  const learn = (settings: unknown, seen = new WeakSet()): void => {
    // settings are plain data; schemas, containers and classes beside them are not looked into
    if (typeof settings !== 'object' || settings === null || !(Array.isArray(settings) || isPlainObject(settings)) || seen.has(settings))
      return
    seen.add(settings)
    for (const [name, value] of Object.entries(settings)) {
      if (isSensitiveSetting(name)) learnValue(value)
      else learn(value, seen)
    }
  }

  const text = (input: string): string => {
    const scrubbed = known === null ? input : input.replace(known, redacted)
    return scrubbed.replace(assignment, `$1${redacted}`).replace(credentialsInUrl, `$1${redacted}@`)
  }

  const copy = (value: unknown, seen: readonly object[]): unknown => {
    try {
      return copyOf(value, seen)
    } catch {
      return '[cannot be looked at]' // a log line is no place to fail for what somebody threw
    }
  }

  const copyOf = (value: unknown, seen: readonly object[]): unknown => {
    if (typeof value === 'string') return text(value)
    if (typeof value === 'bigint') return String(value)
    if (typeof value !== 'object' || value === null) return value
    if (seen.includes(value)) return '[circular]'
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
    const path = [...seen, value]
    if (value instanceof Error) return copy(errorFields(value), path)
    if (Array.isArray(value)) return value.map((item) => copy(item, path))
    if (value instanceof Map) return copy(Object.fromEntries(value), path)
    if (value instanceof Set) return copy([...value], path)
    if (!isPlainObject(value))
      return 'toJSON' in value ? copy((value as { toJSON: () => unknown }).toJSON(), path) : `[${value.constructor.name}]`
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        isSensitiveSetting(name) && item !== undefined && item !== null ? redacted : copy(item, path),
      ]),
    )
  }

  return Object.freeze({ learn: (settings: unknown) => learn(settings), text, value: (value: unknown) => copy(value, []) })
}
