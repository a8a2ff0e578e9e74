import { type AdminPort, isSamsaError } from '@samsa/contracts'
import { compareSetting, type DescribedConfigs } from './compare-setting.js'
import type { DeclaredSettings, SettingRow } from './setting-row.js'

/** The declared settings of a group beside what its broker has. */
export interface ReadSettings {
  readonly rows: readonly SettingRow[]
  /** Whether the broker knows share groups at all. */
  readonly knowsShareGroups: boolean
}

type Configs = Pick<AdminPort, 'brokers' | 'describeConfigs'>

const ofAnyBroker = async (admin: Configs): Promise<DescribedConfigs> => {
  const [id] = await admin.brokers()
  return id === undefined ? {} : admin.describeConfigs('broker', String(id))
}

// how brokers from before share groups answer a question about the settings of a group
const tooOld: ReadonlySet<unknown> = new Set(['INVALID_REQUEST', 'UNSUPPORTED_VERSION'])

const ofGroup = async (admin: Configs, group: string): Promise<DescribedConfigs> => {
  try {
    return await admin.describeConfigs('group', group)
  } catch (thrown) {
    if (isSamsaError(thrown) && tooOld.has(thrown.details['kafka'])) return {}
    throw thrown
  }
}

/** Asks the broker for what holds in a group; settings that it has for all groups together only are looked up there. Works before the group exists. */
export const readSettings = async (
  admin: Configs,
  { group, settings }: DeclaredSettings,
  refusals: ReadonlyMap<string, string> = new Map(),
): Promise<ReadSettings> => {
  const own = await ofGroup(admin, group)
  const knowsShareGroups = Object.keys(own).some((name) => name.startsWith('share.'))
  const isWhole = !knowsShareGroups || settings.every(({ config }) => own[config] !== undefined)
  const brokers = isWhole ? {} : await ofAnyBroker(admin)
  return { knowsShareGroups, rows: settings.map((declared) => compareSetting(declared, own, brokers, refusals)) }
}
