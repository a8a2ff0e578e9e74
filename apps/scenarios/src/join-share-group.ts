import { connect } from 'node:net'

const shareGroupHeartbeatKey = 76
const apiVersion = 1
const headerTail = 0

/** A text of the flexible protocol versions: its length + 1, one byte here, then UTF-8; null is 0. */
function compact(text: string | null): Buffer {
  if (text === null) return Buffer.from([0])
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([bytes.length + 1]), bytes])
}

function heartbeat(group: string, topic: string): Buffer {
  const head = Buffer.alloc(8)
  head.writeInt16BE(shareGroupHeartbeatKey, 0)
  head.writeInt16BE(apiVersion, 2)
  head.writeInt32BE(1, 4)
  const client = Buffer.from('scenario')
  const clientLength = Buffer.alloc(2)
  clientLength.writeInt16BE(client.length)
  const joining = Buffer.alloc(4) // member epoch 0: it wants to join
  const memberId = compact('AAAAAAAAAAAAAAAAAAAAAA')
  const topics = Buffer.concat([Buffer.from([2]), compact(topic)])
  const body = Buffer.concat([
    head,
    clientLength,
    client,
    Buffer.from([headerTail]),
    compact(group),
    memberId,
    joining,
    compact(null),
    topics,
    Buffer.from([0]),
  ])
  const size = Buffer.alloc(4)
  size.writeInt32BE(body.length)
  return Buffer.concat([size, body])
}

function ask(port: number, request: Buffer): Promise<Buffer> {
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

/** Makes a group of kind `share` by joining it (ShareGroupHeartbeat, KIP-932), which the binding cannot yet. Answers Kafka's error code, 0 for none. */
export async function joinShareGroup(port: number, group: string, topic: string): Promise<number> {
  const answer = await ask(port, heartbeat(group, topic))
  const afterHead = 4 + 4 + 1 + 4 // size, correlation id, tags, throttle time
  return answer.readInt16BE(afterHead)
}
