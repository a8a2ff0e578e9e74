import { once } from 'node:events'
import { connect } from 'node:net'

const produce = 0
const gzip = 1

function text(value: string): Buffer {
  const head = Buffer.alloc(2)
  head.writeInt16BE(value.length)
  return Buffer.concat([head, Buffer.from(value)])
}

function numbers(...parts: readonly (readonly [bytes: 1 | 2 | 4 | 8, value: number])[]): Buffer {
  return Buffer.concat(
    parts.map(([bytes, value]) => {
      const part = Buffer.alloc(bytes)
      if (bytes === 8) part.writeBigInt64BE(BigInt(value))
      else part.writeIntBE(value, 0, bytes)
      return part
    }),
  )
}

/** A record batch (format 2) that says it is compressed, and is not. Its checksum is nobody's business: the mock does not look. */
function unreadableBatch(records: number): Buffer {
  const last = records - 1
  const now = 1_700_000_000_000
  const body = Buffer.concat([
    numbers([4, 0], [1, 2], [4, 0], [2, gzip], [4, last], [8, now], [8, now], [8, -1], [2, -1], [4, -1], [4, records]),
    Buffer.from('not compressed at all'),
  ])
  return Buffer.concat([numbers([8, 0], [4, body.length]), body])
}

/** Sends records no client can read to a broker of the mock, as Produce version 3. @param server host and port */
export async function sendUnreadableRecords(server: string, topic: string, partition: number, records: number): Promise<void> {
  const batch = unreadableBatch(records)
  const request = Buffer.concat([
    numbers([2, produce], [2, 3], [4, 1]),
    text('raw'),
    numbers([2, -1], [2, 1], [4, 5000], [4, 1]),
    text(topic),
    numbers([4, 1], [4, partition], [4, batch.length]),
    batch,
  ])
  const [host, port] = server.split(':') as [string, string]
  const socket = connect(Number(port), host)
  await once(socket, 'connect')
  socket.write(Buffer.concat([numbers([4, request.length]), request]))
  await once(socket, 'data')
  socket.destroy()
}
