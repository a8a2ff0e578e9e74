import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Broker } from './broker.js'
import { probeBroker } from './probe-broker.js'
import { startBroker } from './start-broker.js'

let broker: Broker
beforeAll(async () => {
  broker = await startBroker({ own: true, settings: { 'num.partitions': 3 } })
})
afterAll(() => broker?.stop())

const isRunning = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0)
  } catch {
    return false
  }
}

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await delay(20)
}

describe('startBroker', () => {
  it('answers at its port with the settings asked for', async () => {
    expect(broker).toMatchObject({ bootstrapServers: `127.0.0.1:${broker.port}`, isOwn: true, settings: { 'num.partitions': '3' } })
    expect(await probeBroker(broker.port)).toBe(true)
    expect(isRunning(broker.pid)).toBe(true)
  })

  it('starts again on the same port after a kill, with the same data', async () => {
    const { port, pid } = broker
    await broker.kill()
    expect(broker.pid).toBe(undefined)
    expect(await probeBroker(port)).toBe(false)
    await broker.restart()
    expect(broker.pid).not.toBe(pid)
    expect(await probeBroker(port)).toBe(true)
    expect(existsSync(broker.settings['log.dirs'] ?? '')).toBe(true)
  })

  it('freezes and thaws', async () => {
    await broker.kill('SIGSTOP')
    expect(await probeBroker(broker.port, 200)).toBe(false)
    await broker.kill('SIGCONT')
    await until(() => probeBroker(broker.port))
  })

  it('ends with its data, and stays so', async () => {
    const { pid, settings } = broker
    await broker.stop()
    await broker.stop()
    expect(isRunning(pid)).toBe(false)
    expect(existsSync(settings['log.dirs'] ?? '')).toBe(false)
    await expect(broker.restart()).rejects.toMatchObject({ code: 'start-failed' })
  })

  it('says why a broker could not start', async () => {
    await expect(startBroker({ own: true, settings: { 'num.io.threads': 0 } })).rejects.toMatchObject({
      code: 'start-failed',
      message: expect.stringContaining('num.io.threads'),
    })
  })

  it('does not outlive a process that is killed', async () => {
    const module = new URL('../../dist/broker/start-broker.js', import.meta.url).href
    const program = `const { startBroker } = await import(${JSON.stringify(module)})
const broker = await startBroker({ own: true })
console.log(JSON.stringify([broker.pid, broker.settings['log.dirs']]))
setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const [pid, folder] = JSON.parse(line.toString()) as [number, string]
    expect(isRunning(pid)).toBe(true)
    child.kill('SIGKILL')
    await until(() => !existsSync(folder))
    await until(() => !isRunning(pid))
  })
})
