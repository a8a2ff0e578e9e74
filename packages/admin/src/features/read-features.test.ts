import { afterEach, describe, expect, it } from '@jest/globals'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { readFeatures } from './read-features.js'

const servers: Server[] = []
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

/** A listener on 127.0.0.1 that treats every connection alike. */
const listen = (treat: (socket: Socket) => void): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined))
      treat(socket)
    })
    servers.push(server)
    server.listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
const features = [2, 9, ...Buffer.from('.version'), 0, 2, 0, 1, 0]
const response = [0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 2, features.length, ...features]
const answer = Buffer.from([0, 0, 0, response.length, ...response])

describe('readFeatures', () => {
  it('takes the first address that answers, in however many pieces', async () => {
    const closing = await listen((socket) => socket.end())
    const broker = await listen((socket) => {
      socket.once('data', () => {
        socket.write(answer.subarray(0, 3))
        setImmediate(() => socket.write(answer.subarray(3)))
      })
    })
    expect(await readFeatures({ 'bootstrap.servers': `${closing},${broker}` }, 5_000)).toEqual({ '.version': 2 })
  })

  it('says of each address why there is no answer', async () => {
    const closing = await listen((socket) => socket.end())
    const silent = await listen(() => undefined)
    const web = await listen((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const asked = readFeatures({ 'bootstrap.servers': [closing, silent, web].join() }, 200)
    await expect(asked).rejects.toMatchObject({ code: 'SAMSA_NO_BROKER', retryable: true })
    const message = await asked.catch((error: unknown) => (error as Error).message)
    expect(message).toContain(
      `${closing}: the broker closed the connection; ${silent}: no answer within 200 ms; ${web}: this is no answer of a Kafka broker`,
    )
  })
})
