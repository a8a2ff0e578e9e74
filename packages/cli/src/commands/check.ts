import { describeValues, type RoutingPlan } from '@samsa/routing'
import type { Command } from 'commander'
import { type SettingKey, settings } from '../config/setting.js'
import type { Host, Output } from '../host.js'
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
  $ worker check --group billing only what this group needs
  $ worker check --json          problems and warnings as one object

Exit codes: 0 no problems, with or without warnings; 1 there are problems.`

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

/** A line as JSON: what stands before its first space is the code. */
const entry = (severity: 'error' | 'warning', line: string): object => {
  const end = line.indexOf(' ')
  return { severity, code: line.slice(0, end), text: line.slice(end + 1) }
}

const found = (path: string, problems: readonly string[], warnings: readonly string[]): object => ({
  version: 1,
  path,
  problems: [...problems.map((line) => entry('error', line)), ...warnings.map((line) => entry('warning', line))],
})

const printFound = (host: Host, path: string, plan: RoutingPlan, problems: readonly string[], warnings: readonly string[]): void => {
  for (const problem of problems) host.stderr.write(`worker: ${problem}\n`)
  for (const warning of warnings) host.stderr.write(`worker: warning: ${warning}\n`)
  if (problems.length > 0) return
  const routes = plan.groups.reduce((sum, { topics }) => sum + topics.length, 0)
  const also = warnings.length === 0 ? '' : `, ${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}`
  host.stdout.write(`no problems in ${path}: ${plan.groups.length} groups, ${routes} routes${also}\n`)
}

/** Adds `worker check`. */
export const addCheck = (program: Command, { host, runtime, exit }: CommandContext): void => {
  const command = program
    .command('check')
    .description('Tell every problem of config and routes at once, without connecting.')
    .addHelpText('after', help)
  addSettingFlags(addWorkerFlags(command), Object.keys(settings) as SettingKey[])
    .option('--json', 'print a JSON object (version 1): severity, code and text of every problem and warning')
    .option('--show', 'print every value with its origin, secrets redacted')
    .action(async () => {
      const flags = givenFlags(command)
      const given = readCommandSettings(host, flags)
      const { path, worker } = await loadWorker(configPath(host, flags))
      const { plan, problems, notBuilt, warnings } = checkPlan(worker, given, {
        needsBrokers: !given.settings.embedded.value,
        findSettingProblem: runtime.findSettingProblem,
      })
      if (flags.show === true && flags.json !== true) printValues(host.stdout, plan, given, path)
      const all = [...given.problems, ...problems, ...notBuilt]
      if (flags.json === true)
        host.stdout.write(
          `${JSON.stringify({ ...found(path, all, warnings), ...(flags.show === true ? { values: describeValues(plan) } : {}) }, null, 2)}\n`,
        )
      else printFound(host, path, plan, all, warnings)
      exit(all.length > 0 ? 1 : 0)
    })
}
