/** Records that one poll of the bare share consumer may acquire, softly, where the handler returns at once. */
export const bareNoopPollRecords = 2000

/** The same where it waits: what an application would leave it at. */
export const bareWaitPollRecords = 500

/** Settings of a bare share consumer. Its fetches come from librdkafka's defaults. */
export function bareShareSettings(bootstrap: string, groupId: string, pollRecords: number): Readonly<Record<string, string | number>> {
  return { 'bootstrap.servers': bootstrap, 'group.id': groupId, 'max.poll.records': pollRecords }
}
