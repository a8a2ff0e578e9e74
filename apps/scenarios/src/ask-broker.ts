import { connect } from 'node:net'

/** A request of Kafka's protocol in one of its flexible versions. */
export interface BrokerRequest {
  readonly apiKey: number
  readonly apiVersion: number
  /** What stands behind the request's header. */
  readonly body: Buffer
}

const noTags = Buffer.from([0])
const client = Buffer.from('scenario')

function int16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [at, value] of values.entries()) bytes.writeInt16BE(value, at * 2)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function exchange(port: number, request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    let bytes = Buffer.alloc(0)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the broker closed the connection')))
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk])
      if (bytes.length < 4 || bytes.length < 4 + bytes.readInt32BE(0)) return
      resolve(bytes)
      socket.destroy()
    })
  })
}

/** Asks the broker on 127.0.0.1 what the binding cannot ask; answers what stands behind the response's header. */
export async function askBroker(port: number, { apiKey, apiVersion, body }: BrokerRequest): Promise<Buffer> {
  const correlationId = 1
  const whole = Buffer.concat([int16(apiKey, apiVersion), int32(correlationId), int16(client.length), client, noTags, body])
  const answer = await exchange(port, Buffer.concat([int32(whole.length), whole]))
  return answer.subarray(4 + 4 + noTags.length) // size, correlation id, tags
}
