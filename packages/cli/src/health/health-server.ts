import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { SamsaError } from '@samsa/contracts'

/** What the health server answers with, asked at each request. */
export interface HealthServerOptions {
  /** TCP port on all interfaces; 0: one the kernel chooses. */
  readonly port: number
  /** Who may read the JSON status: this machine (`loopback`), or whoever reaches the port (`public`). */
  readonly status: 'loopback' | 'public'
  /** `GET /livez`: 200 where true, else 503. */
  readonly isLive: () => boolean
  /** `GET /readyz`: 200 where true, else 503. */
  readonly isReady: () => boolean
  /** `GET /status`: JSON without settings and without data of records. */
  readonly report: () => unknown
}

/** A listening health server. */
export interface HealthServer {
  readonly port: number
  /** Closes the port and every connection. Calling it again does nothing. */
  readonly close: () => Promise<void>
}

const isLoopback = (address: string | undefined): boolean => address !== undefined && /^(?:::ffff:)?127\.|^::1$/.test(address)

const respond = (response: ServerResponse, code: number, json?: unknown): void => {
  response.statusCode = code
  response.setHeader('cache-control', 'no-store')
  if (json === undefined) {
    response.setHeader('content-length', 0)
    response.end()
    return
  }
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(`${JSON.stringify(json)}\n`)
}

const answer = (options: HealthServerOptions, request: IncomingMessage, response: ServerResponse): void => {
  const path = (request.url ?? '/').split('?')[0]
  if (request.method !== 'GET') {
    response.setHeader('allow', 'GET')
    return respond(response, 405)
  }
  if (path === '/livez') return respond(response, options.isLive() ? 200 : 503)
  if (path === '/readyz') return respond(response, options.isReady() ? 200 : 503)
  if (path !== '/status') return respond(response, 404)
  if (options.status === 'loopback' && !isLoopback(request.socket.remoteAddress)) return respond(response, 403)
  return respond(response, 200, options.report())
}

const refused = (port: number, error: NodeJS.ErrnoException): SamsaError => {
  const why =
    error.code === 'EADDRINUSE'
      ? 'is in use by another process'
      : error.code === 'EACCES'
        ? 'is not open to this user: ports below 1024 need rights'
        : `cannot be listened on (${error.code ?? error.message})`
  return new SamsaError('SAMSA_OPTION_INVALID', `health port ${port} ${why}: choose another one with --health-port`, {
    details: { port },
    cause: error,
  })
}

// all interfaces, IPv6 included where the machine has it
const listen = async (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, () => {
      server.off('error', reject)
      resolve()
    })
  })

const listenOnAll = async (server: Server, port: number): Promise<void> => {
  try {
    await listen(server, port, '::')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EAFNOSUPPORT' && code !== 'EADDRNOTAVAIL') throw error
    await listen(server, port, '0.0.0.0')
  }
}

/**
 * Listens for probes. It does not keep the process alive.
 *
 * @throws SamsaError `SAMSA_OPTION_INVALID` where the port cannot be had.
 */
export const startHealthServer = async (options: HealthServerOptions): Promise<HealthServer> => {
  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000, keepAliveTimeout: 5_000 }, (request, response) => {
    request.resume() // a body is read and thrown away
    answer(options, request, response)
  })
  try {
    await listenOnAll(server, options.port)
  } catch (error) {
    throw refused(options.port, error as NodeJS.ErrnoException)
  }
  server.unref()
  const address = server.address()
  return Object.freeze({
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: async () => {
      if (!server.listening) return
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  })
}
