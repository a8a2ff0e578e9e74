/** Where a broker listens. */
export interface BrokerAddress {
  readonly host: string
  readonly port: number
}

const standardPort = 9092

/** The addresses of `bootstrap.servers` as librdkafka reads them: `host`, `host:port`, `[::1]:port`, `SASL_SSL://host:port`, separated by commas. */
export function bootstrapAddresses(servers: string): readonly BrokerAddress[] {
  return servers.split(',').flatMap((one) => {
    const address = one.trim().replace(/^[a-z_]+:\/\//iu, '')
    if (address === '') return []
    const [, host = address, port] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/u.exec(address) ?? []
    return [{ host: host.replace(/^\[(.*)\]$/u, '$1'), port: port === undefined ? standardPort : Number(port) }]
  })
}
