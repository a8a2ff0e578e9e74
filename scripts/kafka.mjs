// `npm run kafka [-- --version 4.2.2] [-- --port 9092]`: a real Kafka with the settings of the tests, until Ctrl-C.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildPackages } from './set-up/build.mjs'
import { root } from './set-up/machine.mjs'
import { setUp, setUpKafka } from './set-up/set-up.mjs'
import { describeError, UserError } from './set-up/user-error.mjs'

const readOptions = () => {
  const { values } = parseArgs({ options: { version: { type: 'string' }, port: { type: 'string' } } })
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) throw new UserError(`--port ${values.port} is no port`)
  return { version: values.version, port }
}

try {
  const options = readOptions()
  const testkit = join(root, 'packages', 'testkit', 'dist', 'index.js')
  if (!existsSync(testkit)) await setUp(() => buildPackages({ quiet: true }))
  await setUpKafka()
  const { startBroker } = await import(testkit)
  const broker = await startBroker({ ...options, own: true })
  console.log(`Kafka ${broker.version} at ${broker.bootstrapServers} (Ctrl-C stops it and removes its data)`)
  const alive = setInterval(() => undefined, 60_000)
  const stop = async () => {
    await broker.stop()
    clearInterval(alive)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
} catch (error) {
  console.error(error?.name === 'BrokerError' ? error.message : describeError(error))
  process.exitCode = 1
}
