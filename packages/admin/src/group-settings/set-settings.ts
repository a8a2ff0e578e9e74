import { type AdminPort, type Clock, isSamsaError } from '@samsa/contracts'
import { readSettings } from './read-settings.js'
import type { DeclaredSettings, SettingRow } from './setting-row.js'

/** How long the change of a setting may take to reach the broker that is asked, milliseconds. */
const patienceMs = 15_000
const firstPauseMs = 20
const longestPauseMs = 1_000

/** The settings that a refusal speaks of, with its text; all of them where it names none. */
const blame = (rows: readonly SettingRow[], text: string): ReadonlyMap<string, string> => {
  const named = rows.filter(({ config }) => text.includes(config))
  return new Map((named.length === 0 ? rows : named).map(({ config }) => [config, text]))
}

const pause = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => void clock.at(clock.now() + ms, resolve))

/** Reads until everything that was set is there: brokers hear of a change a moment after the controller. What was set stays set when patience ends. */
const readChanged = async (admin: AdminPort, declared: DeclaredSettings, names: ReadonlySet<string>, clock: Clock) => {
  const startMs = clock.now()
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const { rows } = await readSettings(admin, declared)
    const isThere = rows.every(({ config, state }) => !names.has(config) || state === 'equal')
    if (isThere || clock.now() - startMs > patienceMs) return rows
    await pause(clock, pauseMs)
  }
}

/**
 * Sets settings of a group, all or none, and answers what holds then: `refused` where the broker does not take a value.
 *
 * @throws SamsaError where the broker could not be asked, `SAMSA_AUTHORIZATION` where the right to set is missing.
 */
export const setSettings = async (
  admin: AdminPort,
  declared: DeclaredSettings,
  toSet: readonly SettingRow[],
  clock: Clock,
): Promise<readonly SettingRow[]> => {
  try {
    await admin.alterConfigs('group', declared.group, Object.fromEntries(toSet.map(({ config, value }) => [config, value])))
  } catch (thrown) {
    if (!isSamsaError(thrown) || thrown.details['kafka'] !== 'INVALID_CONFIG') throw thrown
    return (await readSettings(admin, declared, blame(toSet, String(thrown.details['text'])))).rows
  }
  return readChanged(admin, declared, new Set(toSet.map(({ config }) => config)), clock)
}
