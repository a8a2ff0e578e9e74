import type { SettingLine, SettingsOptions, SettingsReport } from '@samsa/cli'
import { systemClock } from '@samsa/contracts'
import { compileRoutes, type Worker } from '@samsa/routing'
import { applicationName } from '../compose/application-name.js'
import { findKafkaProblem } from '../compose/find-kafka-problem.js'
import { loadDriver } from '../compose/load-driver.js'
import { checkVersions } from '../compose/mixed-versions.js'
import { openAdmins } from '../compose/open-admins.js'
import { lineOf } from '../compose/problems-error.js'
import { selectPlanned } from '../compose/refuse-problems.js'
import { declaredSettings, settingProblem } from './declared-settings.js'
import { noShareGroups } from './no-share-groups.js'
import { settleClusters, type SettledInCluster } from './settle-clusters.js'

const linesOf = ({ cluster, group, rows }: SettledInCluster): readonly SettingLine[] =>
  rows.map(({ setting, config, value, onBroker, source, state }) => ({
    cluster,
    group,
    setting,
    config,
    declared: value,
    onBroker,
    source,
    state,
  }))

/**
 * What the share groups of a worker declare beside what their brokers have; `apply` sets it there, whatever the policies.
 *
 * @throws SamsaError as `Runtime.settings` says.
 */
export const reportSettings = async (worker: Worker, options: SettingsOptions): Promise<SettingsReport> => {
  const { folder, groups, apply, overrides, waiting } = options
  checkVersions(folder)
  const compiled = compileRoutes(worker, { overrides, requireBrokers: true, findSettingProblem: findKafkaProblem })
  const plan = selectPlanned(compiled, { groups, topics: [] })
  loadDriver()
  const declared = new Map(
    [...declaredSettings(plan)].map(([cluster, all]) => [cluster, all.map((one) => (apply ? { ...one, policy: 'apply' as const } : one))]),
  )
  const timeoutMs = plan.worker.startTimeoutMs
  const name = plan.worker.name ?? applicationName(folder)
  const settled = await settleClusters({
    declared,
    admins: openAdmins({ clusters: compiled.clusterSettings, name, clock: systemClock, timeoutMs }),
    clock: systemClock,
    timeoutMs,
    maySet: apply,
    waiting,
    signal: new AbortController().signal,
  })
  const stranger = settled.find(({ knowsShareGroups }) => !knowsShareGroups)
  if (stranger !== undefined) throw noShareGroups(stranger.group, stranger.cluster)
  return {
    settings: settled.flatMap(linesOf),
    set: settled.flatMap(({ group, set }) => set.map(({ config, value }) => `${config}=${value} in group ${group}`)),
    problems: settled.flatMap((one) => one.problems.map((problem) => lineOf(settingProblem(plan, problem)))),
  }
}
