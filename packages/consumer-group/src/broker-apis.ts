import type { DriverEventOf } from './driver.js'

// librdkafka's ConsumerGroupHeartbeat needs version 1 (KIP-1082: the member chooses its id)
const heartbeatKey = 68
const heartbeatVersion = 1

/**
 * Whether the broker knows KIP-848 as librdkafka speaks it, read from the handle's `debug=feature` log.
 *
 * There is no other way: librdkafka 2.15 lists the broker's requests nowhere else, and joining a broker without this one (Kafka 3.9 has version 0 only) fails
 * without any event: the coordinator is marked dead and the join is never tried again. Can go when librdkafka reports it (`rd_kafka_cgrp_coord_dead`).
 */
export class BrokerApis {
  #hasList = false
  #heartbeat = -1

  /** `null`: the log has not said. */
  get knowsConsumerProtocol(): boolean | null {
    return this.#hasList ? this.#heartbeat >= heartbeatVersion : null
  }

  read(event: DriverEventOf<'log'>): void {
    if (event.text.includes('Broker API support')) this.#hasList = true
    const found = /ApiKey \S+ \((\d+)\) Versions \d+\.\.(\d+)/.exec(event.text)
    if (found !== null && Number(found[1]) === heartbeatKey) this.#heartbeat = Math.max(this.#heartbeat, Number(found[2]))
  }
}
