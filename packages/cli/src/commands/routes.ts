import { describePlan, type PlanRow, type RoutingPlan } from '@samsa/routing'
import type { Command } from 'commander'
import type { Output } from '../host.js'
import { printTable } from '../print-table.js'
import { addSettingFlags, addWorkerFlags, givenFlags } from './add-flags.js'
import { checkPlan } from './check-plan.js'
import type { CommandContext } from './command-context.js'
import { readCommandSettings } from './command-settings.js'
import { configPath, loadWorker } from './load-worker.js'

const help = `
Examples:
  $ worker routes
  $ worker routes --group billing
  $ worker routes --json | jq '.groups[].id'`

const heads: Readonly<Record<keyof PlanRow, string>> = {
  kind: 'kind',
  group: 'group',
  cluster: 'cluster',
  topic: 'topic',
  consumer: 'class',
  shape: 'takes',
  ordering: 'ordering',
  concurrency: 'concurrency',
  members: 'members',
  retry: 'attempts, backoff',
  deadLetter: 'dead letters',
  whenExhausted: 'when exhausted',
  settings: 'settings',
  place: 'place',
}

// a column that says the same for every route of most plans is left out of those
const usual: Partial<Record<keyof PlanRow, string>> = { cluster: 'default', whenExhausted: '-' }
const ofShareGroups: ReadonlySet<keyof PlanRow> = new Set(['members', 'settings'])

const printPlan = (output: Output, plan: RoutingPlan): void => {
  const rows = describePlan(plan)
  const says = (column: keyof PlanRow) => (row: PlanRow) =>
    ofShareGroups.has(column) ? row.kind === 'share' : row[column] !== usual[column]
  const columns = (Object.keys(heads) as (keyof PlanRow)[]).filter((column) => rows.some(says(column)))
  printTable(
    output,
    columns.map((column) => heads[column]),
    rows.map((row) => columns.map((column) => row[column])),
  )
}

/** Adds `worker routes`. */
export const addRoutes = (program: Command, { host, runtime, exit }: CommandContext): void => {
  const command = program
    .command('routes')
    .description('Print the plan: which group takes which topic with which class.')
    .addHelpText('after', help)
  addSettingFlags(addWorkerFlags(command), ['groups', 'topics'])
    .option('--json', 'print the whole plan as JSON (version 1), secrets redacted')
    .action(async () => {
      const flags = givenFlags(command)
      const given = readCommandSettings(host, flags)
      const { worker } = await loadWorker(configPath(host, flags))
      const { plan, problems } = checkPlan(worker, given, { needsBrokers: false, findSettingProblem: runtime.findSettingProblem })
      if (flags.json === true) host.stdout.write(`${JSON.stringify(plan, null, 2)}\n`)
      else printPlan(host.stdout, plan)
      for (const problem of [...given.problems, ...problems]) host.stderr.write(`worker: ${problem}\n`)
      exit(given.problems.length + problems.length > 0 ? 1 : 0)
    })
}
