import { dirname } from 'node:path'
import { isSamsaError, type SamsaErrorCode } from '@samsa/contracts'
import type { Command } from 'commander'
import type { Output } from '../host.js'
import { messageOf } from '../failure.js'
import { createRedactor } from '../log/redactor.js'
import { printTable } from '../print-table.js'
import type { SettingsReport } from '../settings-report.js'
import { addSettingFlags, addWorkerFlags, givenFlags } from './add-flags.js'
import type { CommandContext } from './command-context.js'
import { readCommandSettings } from './command-settings.js'
import { configPath, loadWorker } from './load-worker.js'

const help = `
Examples:
  $ worker settings                  what share groups declare, and what their brokers have
  $ worker settings --apply          set on the brokers what is declared
  $ worker settings --group jobs --json

States: equal; unset (nobody has set it: \`worker start\` does, unless the policy is verify or ignore); differs (somebody has set another value); unknown
(this version of Kafka does not have it); refused (the broker does not take the value, or would not). deadLetter.broker stands for what makes the broker write
dead letters: it is looked at whether it can.
Exit codes: 0 \`worker start\` would start; 1 it would not, or something could not be set; 3 Kafka refused, was not reached, or has no share groups.`

const heads = ['group', 'setting', "Kafka's name", 'declared', 'on the broker', 'source', 'state']

// found by asking Kafka, not by looking at what was written
const ofKafka: ReadonlySet<SamsaErrorCode> = new Set(['SAMSA_NO_BROKER', 'SAMSA_AUTHENTICATION', 'SAMSA_KAFKA', 'SAMSA_GROUP_FAILED'])

const printReport = (output: Output, { settings, set }: SettingsReport): void => {
  if (settings.length === 0) return output.write('no share group declares settings\n')
  const several = new Set(settings.map(({ cluster }) => cluster)).size > 1
  const rows = settings.map(({ cluster, group, setting, config, declared, onBroker, source, state }) => {
    const row = [group, setting, config, declared, onBroker ?? '-', source ?? '-', state]
    return several ? [cluster, ...row] : row
  })
  printTable(output, [...(several ? ['cluster'] : []), ...heads], rows)
  for (const one of set) output.write(`set: ${one}\n`)
}

/** Adds `worker settings`. */
export const addSettings = (program: Command, { host, runtime, exit }: CommandContext): void => {
  const command = program
    .command('settings')
    .description('Compare the settings of share groups with their brokers, or set them there.')
    .addHelpText('after', help)
  addSettingFlags(addWorkerFlags(command, ['startTimeout', 'name']), ['groups'])
    .option('--apply', 'set on the brokers what is declared, also where somebody has set another value')
    .option('--json', 'print a JSON object (version 1): settings, set, problems')
    .action(async () => {
      const flags = givenFlags(command)
      const given = readCommandSettings(host, flags)
      const { path, worker } = await loadWorker(configPath(host, flags))
      const { text, learn } = createRedactor()
      learn(worker.options)
      const tell = (code: string, line: string): void => host.stderr.write(`worker: ${text(`${code} ${line}`)}\n`)
      for (const problem of given.problems) host.stderr.write(`worker: ${problem}\n`)
      if (given.problems.length > 0) return exit(1)
      try {
        const report = await runtime.settings(worker, {
          folder: dirname(path),
          groups: given.settings.groups.value,
          apply: flags.apply === true,
          overrides: given.overrides,
          waiting: ({ code, message }) => tell(code, `${message}: trying again`),
        })
        if (flags.json === true) host.stdout.write(`${JSON.stringify({ version: 1, ...report }, null, 2)}\n`)
        else printReport(host.stdout, report)
        for (const { code, line } of report.problems) tell(code, line)
        if (flags.apply === true && report.problems.length > 0 && report.set.length === 0) host.stderr.write('worker: nothing was set\n')
        exit(report.problems.length > 0 ? 1 : 0)
      } catch (thrown) {
        if (!isSamsaError(thrown)) throw thrown
        const problems = thrown.details['problems'] as SettingsReport['problems'] | undefined
        for (const { code, line } of problems ?? [{ code: thrown.code, line: messageOf(thrown) }]) tell(code, line)
        exit(ofKafka.has(thrown.code) ? 3 : 1)
      }
    })
}
