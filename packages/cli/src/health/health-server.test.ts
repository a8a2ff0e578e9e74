import { afterEach, describe, expect, it } from '@jest/globals'
import { networkInterfaces } from 'node:os'
import { type HealthServerOptions, type HealthServer, startHealthServer } from './health-server.js'

const servers: HealthServer[] = []
afterEach(async () => void (await Promise.all(servers.splice(0).map((server) => server.close()))))

const start = async (options: Partial<HealthServerOptions> = {}): Promise<HealthServer> => {
  const server = await startHealthServer({
    port: 0,
    status: 'loopback',
    isLive: () => true,
    isReady: () => true,
    report: () => ({ version: 1 }),
    ...options,
  })
  servers.push(server)
  return server
}
const get = async (server: HealthServer, path: string, host = '127.0.0.1', method = 'GET') => {
  const response = await fetch(`http://${host}:${server.port}${path}`, { method })
  return { code: response.status, body: await response.text() }
}

describe('startHealthServer', () => {
  it('answers probes with a status code and no body', async () => {
    let isReady = false
    const server = await start({ isReady: () => isReady })
    expect(await get(server, '/livez')).toEqual({ code: 200, body: '' })
    expect(await get(server, '/readyz')).toEqual({ code: 503, body: '' })
    isReady = true
    expect(await get(server, '/readyz?verbose')).toEqual({ code: 200, body: '' })
  })

  it('answers the status as JSON on loopback', async () => {
    const server = await start({ report: () => ({ version: 1, state: 'running' }) })
    expect(await get(server, '/status')).toEqual({ code: 200, body: '{"version":1,"state":"running"}\n' })
  })

  it('knows GET only, and three paths', async () => {
    const server = await start()
    expect((await get(server, '/livez', '127.0.0.1', 'POST')).code).toBe(405)
    expect((await get(server, '/')).code).toBe(404)
  })

  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address

  ;(outside === undefined ? it.skip : it)('keeps the status from other machines unless it is public, not the probes', async () => {
    const local = await start()
    expect((await get(local, '/status', outside)).code).toBe(403)
    expect((await get(local, '/livez', outside)).code).toBe(200)
    expect((await get(await start({ status: 'public' }), '/status', outside)).code).toBe(200)
  })

  it('says that a port is in use', async () => {
    const { port } = await start()
    await expect(start({ port })).rejects.toMatchObject({
      code: 'SAMSA_OPTION_INVALID',
      message: `health port ${port} is in use by another process: choose another one with --health-port`,
    })
  })

  it('frees its port', async () => {
    const server = await start()
    await server.close()
    await server.close()
    expect((await start({ port: server.port })).port).toBe(server.port)
  })
})
