// limit: 60s
// What is wrong before a group is joined: one clear line with a code, no stack trace, exit code 1; nothing connects.
import { complainsOnce, complaintOf } from '../src/complaint.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { configText, type ConfigParts } from '../src/wrong-config.js'

interface Case {
  readonly files: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  readonly code: string
  readonly words: readonly (string | RegExp)[]
}

const config = (parts: ConfigParts): Case['files'] => ({ 'worker.config.ts': configText(parts) })
const payments = { 'payments.ts': 'export class Payments {}\n' }

const cases: Readonly<Record<string, Case>> = {
  'no config': { files: {}, code: 'SAMSA_CONFIG_NOT_FOUND', words: ['worker.config.ts', '--config'] },
  'a config that throws': {
    files: { 'worker.config.mjs': "throw new Error('no disk')\n" },
    code: 'SAMSA_CONFIG_INVALID',
    words: ['no disk', 'worker.config.mjs:1'],
  },
  'a config that does not parse': {
    files: { 'worker.config.ts': 'export default {\n' },
    code: 'SAMSA_CONFIG_INVALID',
    words: ['worker.config.ts'],
  },
  'an import that does not exist': {
    files: { 'worker.config.mjs': "import './routes.mjs'\n" },
    code: 'SAMSA_CONFIG_INVALID',
    words: ['routes.mjs'],
  },
  'no default export': {
    files: { 'worker.config.mjs': 'export const worker = 1\n' },
    code: 'SAMSA_CONFIG_INVALID',
    words: ['default export', 'defineWorker'],
  },
  'another default export': {
    files: { 'worker.config.mjs': 'export default { routes: [] }\n' },
    code: 'SAMSA_CONFIG_INVALID',
    words: ['defineWorker'],
  },
  'no brokers': { files: config({ kafka: "'bootstrap.servers': undefined" }), code: 'SAMSA_KAFKA_SETTING', words: ['bootstrap.servers'] },
  'an unknown Kafka property': {
    files: config({ kafka: "'bootstrap.servers': 'x:1', 'sesion.timeout.ms': 1" }),
    code: 'SAMSA_KAFKA_SETTING',
    words: ['sesion.timeout.ms'],
  },
  'a wrong value of a Kafka property': {
    files: config({ kafka: "'bootstrap.servers': 'x:1', 'session.timeout.ms': 'soon'" }),
    code: 'SAMSA_KAFKA_SETTING',
    words: ['session.timeout.ms', 'soon'],
  },
  'a property of the framework': {
    files: config({ kafka: "'bootstrap.servers': 'x:1', 'enable.auto.commit': true" }),
    code: 'SAMSA_KAFKA_SETTING',
    words: ['enable.auto.commit', 'commit'],
  },
  'a wrong duration': {
    files: config({ route: "timeout: '5 minutes'" }),
    code: 'SAMSA_OPTION_INVALID',
    words: ['timeout', '5 minutes', '5m'],
  },
  'a wrong number': { files: config({ route: 'concurrency: 0' }), code: 'SAMSA_OPTION_INVALID', words: ['concurrency', '0'] },
  'a type import that is injected': {
    files: {
      ...config({
        imports: "import type { Payments } from './payments.js'",
        members: 'constructor(private readonly payments: Payments) {}',
      }),
      ...payments,
    },
    code: 'SAMSA_INJECTION',
    words: ['Handle', 'import type'],
  },
  'an option of a share group that is not built yet': {
    files: config({ blocks: "shareGroup('thumbnails', (group) => group.topic(orders, { consumer: Handle, expire: '1h' }))," }),
    code: 'SAMSA_NOT_BUILT',
    words: ['thumbnails', 'expire', 'reject(reason)'],
  },
  'an option of the other kind in a share group': {
    files: config({ blocks: "shareGroup('thumbnails', (group) => group.topic(orders, { consumer: Handle, ordering: 'key' } as never))," }),
    code: 'SAMSA_OPTION_INVALID',
    words: ['thumbnails', 'ordering', 'use a consumerGroup'],
  },
  'a share group with a colon': {
    files: config({ blocks: "shareGroup('shop:thumbnails', (group) => group.topic(orders, { consumer: Handle }))," }),
    code: 'SAMSA_ROUTE_INVALID',
    words: ['shop:thumbnails', "':'"],
  },
  'no dead letters, and nothing said of what becomes of a record then': {
    files: config({ route: 'deadLetter: false' }),
    code: 'SAMSA_OPTION_INVALID',
    words: ['deadLetter', 'whenExhausted', "'hold', 'skip' or 'stop'"],
  },
  'no attempts': { files: config({ route: 'retry: { attempts: 0 }' }), code: 'SAMSA_OPTION_INVALID', words: ['retry.attempts', '0'] },
  'dead letters back to their own topic': {
    files: config({ route: "deadLetter: 'orders'" }),
    code: 'SAMSA_OPTION_INVALID',
    words: ['billing', 'orders', 'deadLetter'],
  },
  'dead letters in a circle over two groups': {
    files: config({
      blocks: "consumerGroup('desk', (group) => group.topic(topic('dlq.orders'), { consumer: Handle, deadLetter: 'orders' })),",
    }),
    code: 'SAMSA_ROUTE_INVALID',
    words: ['desk', 'deadLetter', 'orders → dlq.orders → orders'],
  },
  'a pattern that matches its own dead letters': {
    files: config({
      imports: "import { topics } from 'samsa'",
      blocks: "consumerGroup('shops', (group) => group.topic(topics(/^.+-orders$/), { consumer: Handle })),",
    }),
    code: 'SAMSA_OPTION_INVALID',
    words: ['shops', 'deadLetter', "'dlq.x-orders'", 'for ever', 'deadLetter: false'],
  },
  'a rule of the other kind of group': {
    files: config({ route: "retry: { on: [{ error: 'E', action: 'release' } as never] }" }),
    code: 'SAMSA_OPTION_INVALID',
    words: ['billing', 'release', 'consumerGroup'],
  },
  'dead letters of the broker in a consumer group': {
    files: config({ route: "deadLetter: { broker: 'dlq.orders' } as never" }),
    code: 'SAMSA_OPTION_INVALID',
    words: ['billing', 'broker', 'shareGroup'],
  },
  'one topic twice in a group': {
    files: config({ blocks: "consumerGroup('billing', (group) => group.topic(orders, { consumer: Handle }))," }),
    code: 'SAMSA_ROUTE_INVALID',
    words: ['billing', 'orders'],
  },
  'a wrong flag': { files: config({}), args: ['--drain', 'soon'], code: 'SAMSA_OPTION_INVALID', words: ['drain', 'soon'] },
  'another wrong flag': {
    files: config({}),
    args: ['--until-idle', '3 seconds'],
    code: 'SAMSA_OPTION_INVALID',
    words: ['--until-idle', '3 seconds'],
  },
  'an unknown flag': { files: config({}), args: ['--drian', '1s'], code: 'SAMSA_OPTION_INVALID', words: ['--drian', '--drain'] },
  'an unknown group': { files: config({}), args: ['--group', 'biling'], code: 'SAMSA_OPTION_INVALID', words: ['biling', 'worker routes'] },
}

/** Three at a time: each is a process. */
async function inTurn(stage: Stage): Promise<readonly string[]> {
  const waiting = Object.entries(cases)
  const wrong: string[] = []
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, { files, args = [], code, words }] = next
      const worker = stage.command({ args: ['start', ...args], cwd: stage.application(files) })
      await complainsOnce(worker, 1, code, ...words).catch((error: Error) => wrong.push(`${name}: ${error.message}`))
    }
  }
  await Promise.all([lane(), lane(), lane()])
  return wrong
}

await scenario(async (stage) => {
  stage.expect(...Object.values(cases).map(({ code }) => code))
  const wrong = await inTurn(stage)
  must(wrong.length === 0, `${wrong.length} cases:\n${wrong.join('\n')}`)

  const taken = stage.command({ args: ['start', '--health-port', String(stage.broker.port)], cwd: stage.application(config({})) })
  await complainsOnce(taken, 1, 'SAMSA_OPTION_INVALID', String(stage.broker.port), 'in use', '--health-port')

  const several = stage.application(config({ route: "timeout: 'soon', concurrency: -1", kafka: "'linger.ms': 'long'" }))
  for (const command of ['start', 'check']) {
    const { errors, exitCode } = await complaintOf(stage.command({ args: [command], cwd: several }))
    must(exitCode === 1 && errors.length === 4, `worker ${command} tells all four problems at once: ${errors.join('\n')}`)
    must(
      errors.every((line) => line.startsWith('SAMSA_')),
      `each has its code: ${errors.join('\n')}`,
    )
  }
})
