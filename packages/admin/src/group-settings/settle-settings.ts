import { type AdminPort, type Clock, isSamsaError } from '@samsa/contracts'
import { checkBrokerDeadLetters, deadLetterTopicConfig } from '../broker-dead-letters/check-broker-dead-letters.js'
import { decideChanges, holds } from './decide-changes.js'
import { describeSetting } from './describe-setting.js'
import { withBounds } from './find-bounds.js'
import { readSettings } from './read-settings.js'
import { setSettings } from './set-settings.js'
import type { DeclaredSettings, SettingProblem, SettingRow } from './setting-row.js'

/** What became of the settings of one group. */
export interface SettledGroup {
  readonly group: string
  /** Every declared setting as it is now; empty where the broker may not be asked. */
  readonly rows: readonly SettingRow[]
  /** Those that were set. */
  readonly set: readonly SettingRow[]
  /** What keeps a worker from starting. */
  readonly problems: readonly SettingProblem[]
  /** Whether the broker knows share groups at all, and the cluster has switched them on (`share.version`). */
  readonly knowsShareGroups: boolean
}

/** How settings are settled. */
export interface SettleOptions {
  readonly clock: Clock
  /** `false`: nothing is set, only told. Default: `true`. */
  readonly maySet?: boolean | undefined
}

interface Asked extends SettledGroup {
  readonly declared: DeclaredSettings
  readonly toSet: readonly SettingRow[]
}

const nothing = { rows: [], set: [], toSet: [], problems: [], knowsShareGroups: true }

const rightProblem = (group: string, right: 'DescribeConfigs' | 'AlterConfigs', message: string): SettingProblem => ({
  group,
  setting: null,
  code: 'SAMSA_AUTHORIZATION',
  reason: message.replace(/: give this principal .*$/u, ''),
  cure:
    right === 'DescribeConfigs'
      ? `give this principal the right DescribeConfigs on group ${group} (kafka-acls), or write { policy: 'ignore' }`
      : `give this principal the right AlterConfigs on group ${group} (kafka-acls), or let somebody who has it run \`worker settings --apply\``,
})

/** What the brokers need besides the settings of the group; only they know. */
const lackOf = async (admin: AdminPort, { group, deadLetterTopic }: DeclaredSettings, rows: readonly SettingRow[]) => {
  if (deadLetterTopic === undefined) return []
  const knowsConfig = rows.some(({ config, state }) => config === deadLetterTopicConfig && state !== 'unknown')
  return checkBrokerDeadLetters(admin, { group, topic: deadLetterTopic, knowsConfig })
}

// a broker from before KIP-1191 is one problem
const isTold = ({ state, config }: SettingRow): boolean => state !== 'unknown' || !config.startsWith('errors.deadletterqueue.')

const ask = async (admin: AdminPort, declared: DeclaredSettings, maySet: boolean): Promise<Asked> => {
  const { group, policy } = declared
  try {
    const { rows: read, knowsShareGroups } = await readSettings(admin, declared)
    // of a broker without share groups that is the failure to tell, not each setting
    if (!knowsShareGroups) return { ...nothing, declared, group, rows: read, knowsShareGroups }
    // what is about to be set the broker judges itself
    const rows = maySet ? read : await withBounds(admin, read)
    const { toSet, wrong } = decideChanges(rows, policy)
    const problems = wrong.filter(isTold).map((row) => describeSetting(group, row))
    return { ...nothing, declared, group, rows, toSet, problems: [...problems, ...(await lackOf(admin, declared, rows))] }
  } catch (thrown) {
    if (!isSamsaError(thrown) || thrown.code !== 'SAMSA_AUTHORIZATION') throw thrown
    const problems = policy === 'ignore' ? [] : [rightProblem(group, 'DescribeConfigs', thrown.message)]
    return { ...nothing, declared, group, problems }
  }
}

/** Brokers of 4.0 have the settings and not the groups, and so has a cluster that has not finalized the feature. Where that cannot be asked, the settings count. */
const areSwitchedOn = async (admin: AdminPort): Promise<boolean> => {
  try {
    return ((await admin.features())['share.version'] ?? 0) > 0
  } catch (thrown) {
    if (!isSamsaError(thrown)) throw thrown
    return true
  }
}

const change = async (admin: AdminPort, asked: Asked, clock: Clock): Promise<SettledGroup> => {
  const { declared, group, toSet } = asked
  if (toSet.length === 0) return asked
  try {
    const rows = await setSettings(admin, declared, toSet, clock)
    const { wrong } = decideChanges(rows, declared.policy)
    const isRefused = rows.some(({ state }) => state === 'refused')
    return { ...nothing, group, rows, set: isRefused ? [] : toSet, problems: wrong.map((row) => describeSetting(group, row)) }
  } catch (thrown) {
    if (!isSamsaError(thrown) || thrown.code !== 'SAMSA_AUTHORIZATION') throw thrown
    // what holds already, without anybody having set it, need not be set
    const problems = toSet.every(holds) ? [] : [rightProblem(group, 'AlterConfigs', thrown.message)]
    return { ...asked, problems }
  }
}

/**
 * Holds the declared settings of share groups against their broker, before anybody joins, and sets what their policies say: nothing of any group where one
 * has a problem.
 *
 * @throws SamsaError where the broker could not be asked: `SAMSA_NO_BROKER`, `SAMSA_AUTHENTICATION`, `SAMSA_KAFKA`.
 */
export const settleSettings = async (
  admin: AdminPort,
  groups: readonly DeclaredSettings[],
  { clock, maySet = true }: SettleOptions,
): Promise<readonly SettledGroup[]> => {
  const asked: Asked[] = []
  for (const declared of groups) asked.push(await ask(admin, declared, maySet))
  if (asked.some(({ knowsShareGroups }) => knowsShareGroups) && !(await areSwitchedOn(admin)))
    return asked.map((one) => ({ ...withoutPlan(one), problems: [], knowsShareGroups: false }))
  if (!maySet || asked.some(({ problems }) => problems.length > 0)) return asked.map(withoutPlan)
  const settled: SettledGroup[] = []
  for (const one of asked) settled.push(withoutPlan(await change(admin, one, clock)))
  return settled
}

const withoutPlan = ({ group, rows, set, problems, knowsShareGroups }: SettledGroup): SettledGroup => ({
  group,
  rows,
  set,
  problems,
  knowsShareGroups,
})
