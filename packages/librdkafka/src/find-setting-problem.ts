import type { SettingDescription } from './settings.js'
import { settingsTable } from './settings.js'

const booleans = new Set(['true', 'false', 't', 'f', '1', '0'])

function numberProblem({ type, min, max, values }: SettingDescription, text: string): string | null {
  if (values.includes(text)) return null
  const number = text.trim() === '' ? Number.NaN : Number(text)
  const also = values.length === 0 ? '' : `, or ${values.map((value) => `'${value}'`).join(', ')}`
  if (Number.isNaN(number) || (type === 'integer' && !Number.isInteger(number)))
    return `must be ${type === 'integer' ? 'a whole number' : 'a number'}${also}`
  return (min !== null && number < min) || (max !== null && number > max) ? `must be from ${min} to ${max}${also}` : null
}

function valueProblem(setting: SettingDescription, text: string): string | null {
  switch (setting.type) {
    case 'integer':
    case 'float':
      return numberProblem(setting, text)
    case 'boolean':
      return booleans.has(text.toLowerCase()) ? null : 'must be true or false'
    case 'enum':
      // librdkafka compares without regard to case.
      return setting.values.some((value) => value.toLowerCase() === text.toLowerCase())
        ? null
        : `must be one of ${setting.values.join(', ')}`
    case 'flags':
    case 'string':
      return null
  }
}

/**
 * What is wrong with a setting, as far as the library's table tells; the library has the last word when a client is made.
 *
 * @param name of the property
 * @param value as given by the user; null and undefined mean that it is not set
 * @param client the kind of client it is for
 * @returns the end of a sentence that begins with the name: `must be from 1 to 3600000`; null where nothing is wrong
 */
export function findSettingProblem(name: string, value: unknown, client: 'consumer' | 'producer' | 'admin'): string | null {
  if (value === null || value === undefined) return null
  const setting = settingsTable.get(name)
  if (setting === undefined) return 'is not a property of librdkafka'
  if (setting.clients !== 'any' && setting.clients !== client) return `is a property of ${setting.clients}s, not of this client`
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return 'must be a string, a number or a boolean'
  return valueProblem(setting, String(value))
}
