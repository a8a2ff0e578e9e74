import { askBroker } from './ask-broker.js'
import { compactList, compactText, ProtocolReader } from './protocol-bytes.js'
import { must } from './scenario.js'

const resources = { topic: 2, group: 3, cluster: 4 }
const operations = { read: 3, write: 4, create: 5, delete: 6, alter: 7, describe: 8, describeConfigs: 10, alterConfigs: 11 }
const literal = 3
const permissions = { deny: 2, allow: 3 }
const noTags = Buffer.from([0])
const createAcls = { apiKey: 30, apiVersion: 3 }

/** What the user of a guarded broker may do with one topic or group. */
export interface Grant {
  readonly on: keyof typeof resources
  /** `kafka-cluster` is the cluster's. */
  readonly name: string
  readonly may: readonly (keyof typeof operations)[]
}

function creations({ on, name, may }: Grant, permission: keyof typeof permissions): Buffer[] {
  return may.map((operation) =>
    Buffer.concat([
      Buffer.from([resources[on]]),
      compactText(name),
      Buffer.from([literal]),
      compactText('User:alice'),
      compactText('*'),
      Buffer.from([operations[operation], permissions[permission]]),
      noTags,
    ]),
  )
}

/** Gives alice rights (CreateAcls) on the guarded broker whose open listener is at `port`. */
export const grant = (port: number, ...grants: readonly Grant[]): Promise<void> => create(port, grants, 'allow')

/** Forbids alice what is named, whatever she was given. */
export const forbid = (port: number, ...grants: readonly Grant[]): Promise<void> => create(port, grants, 'deny')

async function create(port: number, grants: readonly Grant[], permission: keyof typeof permissions): Promise<void> {
  const body = Buffer.concat([compactList(grants.flatMap((one) => creations(one, permission))), noTags])
  const reader = new ProtocolReader(await askBroker(port, { ...createAcls, body }))
  reader.int32() // throttle time
  const answers = reader.list(() => {
    const errno = reader.int16()
    const text = reader.text()
    reader.tags()
    return { errno, text }
  })
  for (const { errno, text } of answers) must(errno === 0, `the right is changed: ${errno} ${text ?? ''}`)
}
