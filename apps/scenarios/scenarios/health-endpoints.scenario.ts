// Health says what is true: not ready before a broker is reached, ready once joined, not live with a stuck handler; `stuckAfter` ends the worker with exit code 3.
import { connect, createServer, type Server } from 'node:net'
import { freePorts } from '@samsa/testkit'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

interface Status {
  readonly version: number
  readonly state: string
  readonly reasons: readonly { readonly code: string }[]
  readonly groups: readonly {
    readonly group: string
    readonly memberId: string | null
    readonly inWork: number
    readonly partitions: readonly { readonly lag: number | null }[]
  }[]
}

/** The way to the broker, which is closed at first. */
function openWay(port: number, brokerPort: number): Promise<Server> {
  const server = createServer((client) => {
    const broker = connect(brokerPort, '127.0.0.1')
    for (const [from, to] of [
      [client, broker],
      [broker, client],
    ] as const)
      from.on('error', () => to.destroy()).pipe(to)
  })
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)))
}

await scenario(async (stage) => {
  stage.expect('SAMSA_NO_BROKER', 'group.troubled', 'handler.stuck', 'SAMSA_HANDLER_STUCK', 'SAMSA_DRAIN_DEADLINE')
  const [closedPort] = (await freePorts(1)) as [number]
  const topic = await stage.topic('health')
  const feed = stage.feed()
  await feed.numbered(topic, 3, 1)
  const worker = stage.worker({
    topics: [topic],
    route: { stuckAfter: '4s' },
    handler: { stuckAt: [3] },
    args: ['--health-port', '0', '--drain', '1s'],
    env: { SAMSA_TEST_BROKERS: `127.0.0.1:${closedPort}` },
  })
  const port = await until(
    'the health port is logged',
    () => worker.lines.find((line) => line['port'] !== undefined)?.['port'] as number | undefined,
  )
  const get = (path: string) => fetch(`http://127.0.0.1:${port}/${path}`)
  const code = async (path: string) => {
    const response = await get(path)
    must(path === 'status' || (await response.text()) === '', 'probes have no body')
    return response.status
  }
  const status = async () => (await (await get('status')).json()) as Status

  await worker.heard('SAMSA_NO_BROKER')
  must((await code('livez')) === 200 && (await code('readyz')) === 503, 'live and not ready while no broker answers')
  must((await status()).reasons.length > 0, 'the status says why')
  const way = await openWay(closedPort, stage.broker.port)
  await until('it is ready', async () => (await code('readyz')) === 200)
  must((await code('livez')) === 200, 'and live')
  await until('its records are handled', () => stage.ended() === 3)
  const running = await until('the lag is 0', async () => {
    const now = await status()
    return now.groups[0]?.partitions[0]?.lag === 0 ? now : null
  })
  must(
    running.version === 1 && running.state === 'running' && running.groups[0]?.memberId !== null,
    `the status: ${JSON.stringify(running)}`,
  )
  must(
    (await get('else')).status === 404 && (await fetch(`http://127.0.0.1:${port}/livez`, { method: 'POST' })).status === 405,
    'nothing else is served',
  )

  await feed.numbered(topic, 2, 1, 3)
  await until('the handler shows as in work', async () => (await status()).groups[0]?.inWork === 1)
  let wasDead = false
  await until('the worker ends by itself', async () => {
    wasDead ||= (await code('livez').catch(() => 0)) === 503
    return !worker.running
  })
  must(wasDead, 'it was not live while the handler was stuck')
  must((await worker.exit) === 3, `the exit code is 3: ${await worker.exit}`)
  must(worker.events('SAMSA_HANDLER_STUCK').length === 1, `one line says why: ${worker.tail()}`)
  way.close()
  must(worker.events('handler.stuck')[0]?.['offset'] === 3, 'the event names the record')
})
