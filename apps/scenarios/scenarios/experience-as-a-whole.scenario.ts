// The whole application of docs/experience.md prints its plan; `worker check` and `worker start` refuse what is not built yet, one line per reason, exit code 1.
import { experience } from '../src/experience.js'
import { must, scenario, type Stage } from '../src/scenario.js'

async function run(stage: Stage, cwd: string, ...args: string[]) {
  const worker = stage.command({ args, cwd, env: { KAFKA_BROKERS: stage.broker.bootstrapServers } })
  return { code: await worker.exit, worker, text: worker.prints.join('\n') }
}

await scenario(async (stage) => {
  stage.expect('SAMSA_NOT_BUILT')
  const cwd = stage.application(experience())

  const table = await run(stage, cwd, 'routes')
  must(table.code === 0, '`worker routes` exits with 0')
  for (const words of [/consumer +billing +orders +ChargeOrder .*key +64/, /share +thumbnails +images +ResizeImage .*32/])
    must(words.test(table.text), `the plan has ${words}: ${table.text}`)

  const json = await run(stage, cwd, 'routes', '--json')
  const plan = JSON.parse(json.text) as { version: number; groups: { id: string; kind: string }[] }
  must(json.code === 0 && plan.version === 1, 'the plan as JSON has its version')
  must(
    plan.groups.map(({ kind, id }) => `${kind} ${id}`).join() === 'consumer billing,share thumbnails',
    `both groups are in the plan: ${json.text}`,
  )

  const check = await run(stage, cwd, 'check')
  must(check.code === 1, '`worker check` exits with 1')
  const checked = check.worker.prints
  must(
    checked.every((line) => line.startsWith('worker: SAMSA_NOT_BUILT ')),
    `a line for each reason and nothing else: ${check.text}`,
  )
  must(checked.length === 1 && checked[0]?.includes("topic('orders').ordering") === true, `ordering is refused: ${check.text}`)

  const start = await run(stage, cwd, 'start')
  must(start.code === 1, '`worker start` exits with 1')
  const refusals = start.worker.lines.filter(({ level }) => level === 'error')
  must(
    refusals.length === checked.length && refusals.every(({ code }) => code === 'SAMSA_NOT_BUILT'),
    `the same reasons: ${start.worker.tail()}`,
  )
  must(start.worker.prints.length === 0, `nothing but log lines: ${start.text}`)

  const filtered = stage.command({ args: ['start', '--group', 'thumbnails'], cwd, env: { KAFKA_BROKERS: stage.broker.bootstrapServers } })
  await filtered.heard('group.joined')
  must((await filtered.stop()) === 0, `what a filter leaves out is not refused: ${filtered.tail()}`)
})
