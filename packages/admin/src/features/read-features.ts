import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { SamsaError } from '@samsa/contracts'
import type { AdminSettings } from '../admin-settings.js'
import { apiVersionsRequest, readFinalizedFeatures } from './api-versions.js'
import { bootstrapAddresses, type BrokerAddress } from './bootstrap-addresses.js'
import { tlsOptions } from './security.js'

/** No answer is longer. */
const largestBytes = 1024 * 1024

function open({ host, port }: BrokerAddress, tls: ConnectionOptions | null): Socket {
  // a name for SNI; an address must not be one
  return tls === null ? connect(port, host) : connectTls({ ...tls, host, port, ...(isIP(host) === 0 ? { servername: host } : {}) })
}

/** Sends a request and answers the response without its length. */
function exchange(address: BrokerAddress, tls: ConnectionOptions | null, request: Buffer, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = open(address, tls)
    let bytes = Buffer.alloc(0)
    const fail = (reason: string): void => void socket.destroy(new Error(reason))
    socket.setTimeout(timeoutMs, () => fail(`no answer within ${timeoutMs} ms`))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the broker closed the connection')))
    socket.once(tls === null ? 'connect' : 'secureConnect', () => socket.write(request))
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      if (bytes.length < 4) return
      const length = bytes.readInt32BE(0)
      if (length < 0 || length > largestBytes) return fail('this is no answer of a Kafka broker')
      if (bytes.length < 4 + length) return
      resolve(bytes.subarray(4, 4 + length))
      socket.destroy()
    })
  })
}

/**
 * Asks a broker for the features that its cluster has finalized, by one request (ApiVersions) on a connection of its own: librdkafka has no call for it. Brokers answer it
 * before anybody logs in. The addresses of `bootstrap.servers` are tried in turn. Rejects with `SAMSA_NO_BROKER` where none answers.
 */
export async function readFeatures(kafka: AdminSettings, timeoutMs: number): Promise<Readonly<Record<string, number>>> {
  const failures: string[] = []
  for (const address of bootstrapAddresses(String(kafka['bootstrap.servers'] ?? kafka['metadata.broker.list'] ?? ''))) {
    try {
      return readFinalizedFeatures(await exchange(address, tlsOptions(kafka), apiVersionsRequest('samsa'), timeoutMs))
    } catch (cause) {
      failures.push(`${address.host}:${address.port}: ${cause instanceof Error ? cause.message : String(cause)}`)
    }
  }
  throw new SamsaError(
    'SAMSA_NO_BROKER',
    `features of the cluster cannot be read: ${failures.join('; ')}: check bootstrap.servers, security.protocol and the certificates (ssl.ca.location)`,
    { retryable: true },
  )
}
