import { describeValues, type RoutingPlan } from '@samsa/routing'
import type { Command } from 'commander'
import { type SettingKey, settings } from '../config/setting.js'
import type { Output } from '../host.js'
import { printTable } from '../print-table.js'
import { addSettingFlags, addWorkerFlags, givenFlags } from './add-flags.js'
import { checkPlan } from './check-plan.js'
import type { CommandContext } from './command-context.js'
import { type CommandSettings, readCommandSettings } from './command-settings.js'
import { configPath, loadWorker } from './load-worker.js'

const help = `
Examples:
  $ worker check                 in a pipeline, before a deploy
  $ worker check --show          every value, and where it was given
  $ worker check --group billing only what this group needs`

const cell = (value: unknown): string => (value === null ? '-' : typeof value === 'string' ? value : JSON.stringify(value))

const printValues = (output: Output, plan: RoutingPlan, given: CommandSettings, path: string): void => {
  const own = (Object.keys(settings) as SettingKey[]).map((key) => [
    settings[key].flag.slice(2),
    cell(given.settings[key].value),
    given.settings[key].origin,
  ])
  const planned = describeValues(plan).map((row) => [row.path, row.value, row.origin])
  printTable(output, ['value', 'is', 'given by'], [['config', path, 'file'], ...own, ...planned])
}

/** Adds `worker check`. */
export const addCheck = (program: Command, { host, runtime, exit }: CommandContext): void => {
  const command = program
    .command('check')
    .description('Tell every problem of config and routes at once, without connecting.')
    .addHelpText('after', help)
  addSettingFlags(addWorkerFlags(command), Object.keys(settings) as SettingKey[])
    .option('--show', 'print every value with its origin, secrets redacted')
    .action(async () => {
      const flags = givenFlags(command)
      const given = readCommandSettings(host, flags)
      const { path, worker } = await loadWorker(configPath(host, flags))
      const { plan, problems, notBuilt } = checkPlan(worker, given, {
        needsBrokers: !given.settings.embedded.value,
        findSettingProblem: runtime.findSettingProblem,
      })
      if (flags.show === true) printValues(host.stdout, plan, given, path)
      const all = [...given.problems, ...problems, ...notBuilt]
      for (const problem of all) host.stderr.write(`worker: ${problem}\n`)
      if (all.length === 0)
        host.stdout.write(
          `no problems in ${path}: ${plan.groups.length} groups, ${plan.groups.reduce((sum, { topics }) => sum + topics.length, 0)} routes\n`,
        )
      exit(all.length > 0 ? 1 : 0)
    })
}
