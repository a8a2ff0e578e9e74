import { Client } from '../client.js'
import type { ClientEvent } from '../client-event.js'
import { mapEvents } from '../client-event.js'
import type { ClientSettings } from '../client-settings.js'
import { flattenSettings, wantsTokenRefresh } from '../client-settings.js'
import { native } from '../library.js'
import type { Requester } from './request-options.js'

/**
 * Asks for committed offsets on behalf of an admin client. A handle of its own, a consumer that never joins, because librdkafka 2.15.1 crashes
 * the process when a coordinator answers NOT_COORDINATOR or COORDINATOR_NOT_AVAILABLE on a handle without a group: rd_kafka_handle_OffsetFetch
 * (rdkafka_request.c) has rk_cgrp, NULL there, look for the new one. Can go once the library checks for that.
 */
export class GroupOffsetsClient extends Client {
  /** What makes requests through it. */
  readonly requester: Requester

  /** @param groupId any group that may be described; the first one asked about needs no further right */
  constructor(settings: ClientSettings, groupId: string, onEvent: ((event: ClientEvent) => void) | undefined) {
    const serve = (): void => {
      const events = mapEvents(native().serveGroupConsumer(this.handle))
      if (onEvent !== undefined) events?.forEach(onEvent)
    }
    const consumer = { ...settings, 'group.id': groupId, 'enable.auto.commit': false }
    super((onWake) => native().openGroupConsumer(flattenSettings(consumer), onWake, wantsTokenRefresh(settings)), serve)
    this.requester = { handle: this.handle, requests: this.requests }
  }
}
