import { connect } from 'node:net'

const metadataKey = 3
const apiVersion = 1
const clientId = Buffer.from('samsa-testkit')

/** A Metadata request, version 1, for no topic: size, key, version, correlation id, client id, empty array. */
const encodeMetadataRequest = (): Buffer => {
  const body = Buffer.alloc(2 + 2 + 4 + 2 + clientId.length + 4)
  let at = body.writeInt16BE(metadataKey, 0)
  at = body.writeInt16BE(apiVersion, at)
  at = body.writeInt32BE(1, at)
  at = body.writeInt16BE(clientId.length, at)
  at += clientId.copy(body, at)
  body.writeInt32BE(0, at)
  const size = Buffer.alloc(4)
  size.writeInt32BE(body.length)
  return Buffer.concat([size, body])
}

/** How many brokers a Metadata response names; `undefined` while it is not all there. */
const decodeBrokerCount = (bytes: Buffer): number | undefined => {
  if (bytes.length < 4 || bytes.length < 4 + bytes.readInt32BE(0)) return undefined
  return bytes.readInt32BE(8)
}

/**
 * Whether the broker at this port takes requests and counts itself as alive: a fenced broker, one that is still starting, names no broker in
 * its metadata. Never rejects; an answer that does not come within `limitMs` is a no.
 */
export const probeBroker = (port: number, limitMs = 2_000): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let bytes = Buffer.alloc(0)
    const answer = (isReady: boolean): void => {
      socket.destroy()
      resolve(isReady)
    }
    socket.setTimeout(limitMs, () => answer(false))
    socket.once('error', () => answer(false))
    socket.once('close', () => resolve(false))
    socket.once('connect', () => socket.write(encodeMetadataRequest()))
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk])
      const count = decodeBrokerCount(bytes)
      if (count !== undefined) answer(count > 0)
    })
  })
