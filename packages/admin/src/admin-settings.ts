import { settingsTable } from '@samsa/librdkafka'

/** Kafka settings of the user: librdkafka's names; `undefined` and `null` count as not given. */
export type AdminSettings = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Settings for an admin client: what producers and consumers alone have is left out, so that one set of settings serves a whole worker. */
export function adminSettings(kafka: AdminSettings, clientId: string): AdminSettings {
  const general = Object.entries(kafka).filter(([name]) => (settingsTable.get(name)?.clients ?? 'any') === 'any')
  return { 'client.id': clientId, ...Object.fromEntries(general) }
}
