import { Command } from 'commander'
import { addCheck } from './commands/check.js'
import type { CommandContext } from './commands/command-context.js'
import { addRoutes } from './commands/routes.js'
import { addSettings } from './commands/settings.js'
import { addStart } from './commands/start.js'

const examples = `
Examples:
  $ worker start                       run the worker of this folder
  $ worker start --embedded            the same on a broker inside this process
  $ worker start --group billing --topic orders
  $ worker routes                      the plan, as a table
  $ worker check                       every problem of config and routes, without connecting
  $ worker settings                    what share groups declare, and what their brokers have

Every flag of \`worker start\` can also be given as a variable: SAMSA_DRAIN=10s for --drain 10s.`

/** One line, whatever commander says in how many. */
const usageError = (text: string): string =>
  `worker: SAMSA_OPTION_INVALID: ${text
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')}; see \`worker --help\`\n`

/** The commands of `worker` and their flags. */
export const createProgram = (context: CommandContext): Command => {
  const program = new Command('worker')
    .description('Runs Kafka workers written with Samsa.')
    .version(context.runtime.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.host.stdout.write(text),
      writeErr: (text) => context.host.stderr.write(text),
      outputError: (text, write) => write(usageError(text)),
    })
    .addHelpText('after', examples)
  addStart(program, context)
  addRoutes(program, context)
  addCheck(program, context)
  addSettings(program, context)
  return program
}
