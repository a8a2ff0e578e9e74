import { Admin } from '@samsa/librdkafka'

/** Sets settings of groups on the broker. */
export interface GroupSettings {
  /**
   * Sets settings of a group, before anybody joins it.
   *
   * @throws KafkaError with the broker's own words where it refuses one.
   */
  readonly set: (groupId: string, settings: Readonly<Record<string, string | number>>) => Promise<void>
  readonly close: () => Promise<void>
}

/** Over an admin client of the binding. */
export function openGroupSettings(bootstrap: string): GroupSettings {
  const admin = new Admin({ 'bootstrap.servers': bootstrap })
  return {
    set: async (groupId, settings) => {
      const entries = Object.entries(settings).map(([name, value]) => ({ name, operation: 'set' as const, value: String(value) }))
      const [outcome] = await admin.alterConfigs([{ type: 'group', name: groupId, entries }])
      if (outcome?.error) throw outcome.error
    },
    close: () => admin.destroy(),
  }
}
