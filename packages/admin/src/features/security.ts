import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ConnectionOptions } from 'node:tls'
import type { AdminSettings } from '../admin-settings.js'

/** A setting as text; `undefined` where it is not given. */
const textOf = (kafka: AdminSettings, name: string): string | undefined => {
  const value = kafka[name]
  return value === undefined || value === null || value === '' ? undefined : String(value)
}

/** A file, or all files of a folder, as librdkafka takes certificates of authorities. */
const readAll = (path: string): readonly Buffer[] =>
  statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => readAll(join(path, name))) : [readFileSync(path)]

/** Text of a setting, or what is in the file that another one names. */
function pemOf(kafka: AdminSettings, pem: string, location: string): Buffer | string | undefined {
  const path = textOf(kafka, location)
  return textOf(kafka, pem) ?? (path === undefined || path === 'probe' ? undefined : readAll(path).join('\n'))
}

/**
 * How a broker with these settings of librdkafka is reached: `null` in plain text, otherwise TLS as Node does it, with the same authorities, certificate and key.
 * Logging in (SASL) is not part of it. Throws where a file cannot be read.
 */
export function tlsOptions(kafka: AdminSettings): ConnectionOptions | null {
  const protocol = (textOf(kafka, 'security.protocol') ?? 'plaintext').toLowerCase()
  if (!protocol.endsWith('ssl')) return null
  const store = textOf(kafka, 'ssl.keystore.location')
  const chosen = {
    ca: pemOf(kafka, 'ssl.ca.pem', 'ssl.ca.location'),
    cert: pemOf(kafka, 'ssl.certificate.pem', 'ssl.certificate.location'),
    key: pemOf(kafka, 'ssl.key.pem', 'ssl.key.location'),
    passphrase: textOf(kafka, store === undefined ? 'ssl.key.password' : 'ssl.keystore.password'),
    pfx: store === undefined ? undefined : readFileSync(store),
  }
  return {
    ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)),
    rejectUnauthorized: textOf(kafka, 'enable.ssl.certificate.verification') !== 'false',
    ...(textOf(kafka, 'ssl.endpoint.identification.algorithm') === 'none' ? { checkServerIdentity: () => undefined } : {}),
  }
}
