import { askBroker } from './ask-broker.js'
import { compactList, compactText } from './protocol-bytes.js'

const shareGroupHeartbeatKey = 76
const joining = Buffer.alloc(4) // member epoch 0: it wants to join

/** Makes a group of kind `share` by joining it once (ShareGroupHeartbeat, KIP-932). Answers Kafka's error code, 0 for none. */
export async function joinShareGroup(port: number, group: string, topic: string): Promise<number> {
  const body = [compactText(group), compactText('AAAAAAAAAAAAAAAAAAAAAA'), joining, compactText(null), compactList([compactText(topic)])]
  const noTags = Buffer.from([0])
  const answer = await askBroker(port, { apiKey: shareGroupHeartbeatKey, apiVersion: 1, body: Buffer.concat([...body, noTags]) })
  return answer.readInt16BE(4) // behind the throttle time
}
