/** A config with one consumer group whose parts can be exchanged for wrong ones. */
export interface ConfigParts {
  /** Before the class. */
  readonly imports?: string
  /** Members of the class before `consume`. */
  readonly members?: string
  /** What `defineRoutes` takes behind the group. */
  readonly blocks?: string
  /** Options of the group. */
  readonly group?: string
  /** Options of the route. */
  readonly route?: string
  /** Options of the worker. */
  readonly worker?: string
  /** Properties of Kafka. */
  readonly kafka?: string
}

/** The text of a `worker.config.ts`. */
export function configText({
  imports = '',
  members = '',
  blocks = '',
  group = '',
  route = '',
  worker = '',
  kafka = "'bootstrap.servers': process.env.SAMSA_TEST_BROKERS",
}: ConfigParts): string {
  return `import { Consumer, consumerGroup, defineRoutes, defineWorker, shareGroup, string, topic } from 'samsa'
${imports}
const orders = topic(process.env.TOPIC ?? 'orders', { value: string() })

@Consumer()
class Handle {
  ${members}
  consume() {}
}

export default defineWorker({
  routes: defineRoutes(
    consumerGroup(process.env.GROUP ?? 'billing', (group) => {
      group.options({ ${group} })
      group.topic(orders, { consumer: Handle, ${route} })
    }),
    ${blocks}
  ),
  ${worker}
  kafka: { ${kafka} },
})
`
}
