import type { AdminPort } from '@samsa/contracts'
import type { KafkaError } from '@samsa/librdkafka'
import type { AdminClient } from './admin-client.js'
import { mapFailures } from './map-error.js'

/** Configs of topics, groups and brokers. */
export function configRequests(client: AdminClient): Pick<AdminPort, 'describeConfigs' | 'alterConfigs'> {
  return {
    describeConfigs: (type, name) => {
      const what = `configs of ${type} ${name} cannot be read`
      return client.ask(what, async (admin, options) => {
        const [description] = await admin.describeConfigs([{ type, name }], options)
        throwOne(what, description?.error)
        return Object.fromEntries((description?.entries ?? []).map(({ name: config, value, source }) => [config, { value, source }]))
      })
    },
    alterConfigs: (type, name, changes) => {
      const what = `configs of ${type} ${name} cannot be changed`
      return client.ask(what, async (admin, options) => {
        const entries = Object.entries(changes).map(([config, value]) =>
          value === null ? ({ name: config, operation: 'delete' } as const) : ({ name: config, operation: 'set', value } as const),
        )
        if (entries.length === 0) return
        const [outcome] = await admin.alterConfigs([{ type, name, entries }], options)
        throwOne(what, outcome?.error)
      })
    },
  }
}

function throwOne(what: string, failure: KafkaError | null | undefined): void {
  const error = failure === null || failure === undefined ? null : mapFailures([{ what, error: failure }])
  if (error !== null) throw error
}
