/** librdkafka properties by name. What is null or undefined is left out. */
export type ClientSettings = Readonly<Record<string, string | number | boolean | null | undefined>>

/** The form in which settings enter the addon: name, value, name, value. */
export function flattenSettings(settings: ClientSettings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => (value === null || value === undefined ? [] : [name, String(value)]))
}

/**
 * Whether the application gives OAUTHBEARER tokens itself, on `oauth-refresh` events: not with `sasl.oauthbearer.method=oidc` and not with
 * unsecured tokens, where librdkafka makes them.
 */
export function wantsTokenRefresh(settings: ClientSettings): boolean {
  const mechanism = settings['sasl.mechanism'] ?? settings['sasl.mechanisms']
  const unsecured = String(settings['enable.sasl.oauthbearer.unsecure.jwt'] ?? false) === 'true'
  return mechanism === 'OAUTHBEARER' && settings['sasl.oauthbearer.method'] !== 'oidc' && !unsecured
}
