// librdkafka's own list (_RK_SENSITIVE in rdkafka_conf.c)
const sensitive = new Set([
  'ssl.key.location',
  'ssl.key.password',
  'ssl.key.pem',
  'ssl_key',
  'ssl.ca.pem',
  'ssl.keystore.password',
  'sasl.username',
  'sasl.password',
  'sasl.oauthbearer.config',
  'sasl.oauthbearer.client.secret',
  'sasl.oauthbearer.assertion.private.key.file',
  'sasl.oauthbearer.assertion.private.key.passphrase',
  'sasl.oauthbearer.assertion.private.key.pem',
])

/** What stands in place of a value that must not be shown. */
export const redacted = '[redacted]'

/** Whether the value of this property must never be shown: librdkafka's own list, and every name that speaks of passwords, secrets, tokens or private keys. */
export function isSensitiveSetting(name: string): boolean {
  return sensitive.has(name) || /password|passphrase|secret|token|key\.pem/iu.test(name)
}

/** The properties with sensitive values replaced. */
export function redactSettings(settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.freeze(
    Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, isSensitiveSetting(name) ? redacted : value])),
  )
}
