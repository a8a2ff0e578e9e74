import { afterEach, describe, expect, it } from '@jest/globals'
import { createServer, type Server } from 'node:net'
import { freePorts } from './free-ports.js'
import { probeBroker } from './probe-broker.js'

let server: Server | undefined
afterEach(() => void server?.close())

/** A broker that answers every request with this many brokers, byte by byte. */
const listen = (brokers: number): Promise<number> =>
  new Promise((resolve) => {
    const response = Buffer.alloc(12)
    response.writeInt32BE(8, 0)
    response.writeInt32BE(1, 4)
    response.writeInt32BE(brokers, 8)
    const started = createServer((socket) => {
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      socket.once('data', () => [...response].forEach((byte) => socket.write(Buffer.of(byte))))
    })
    server = started.listen(0, '127.0.0.1', () => resolve((started.address() as { port: number }).port))
  })

describe('probeBroker', () => {
  it('is ready when the metadata names a broker', async () => {
    expect(await probeBroker(await listen(1))).toBe(true)
  })

  it('is not ready while the broker is fenced', async () => {
    expect(await probeBroker(await listen(0))).toBe(false)
  })

  it('is not ready where nobody listens', async () => {
    const [port] = await freePorts(1)
    expect(await probeBroker(port ?? 0)).toBe(false)
  })
})
