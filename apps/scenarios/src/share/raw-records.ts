import type { Feed, Raw, Sent } from '../feed.js'

/** A record as it was sent, and where it landed. */
export interface SentRecord extends Sent {
  readonly topic: string
  readonly raw: Raw
}

const hourMs = 3_600_000

/** Records that differ in key, value, headers (repeated, null, no text) and time, so that a dead letter can be held against its own. */
export function rawRecords(
  count: number,
  { partition = 0, from = 0 }: { readonly partition?: number; readonly from?: number } = {},
): Raw[] {
  const beginMs = Date.now() - hourMs
  return Array.from({ length: count }, (_, index) => {
    const number = from + index
    return {
      key: `k${number}`,
      value: `v${number}`,
      partition,
      timestampMs: beginMs + number,
      headers: [
        ['number', `${number}`],
        ['again', 'first'],
        ['again', null],
        ['bytes', Uint8Array.of(0xff, 0x00, number % 256)],
        ['checked', 'text'],
      ],
    }
  })
}

/** Sends records and answers each with its place. */
export async function sendRaw(feed: Feed, topic: string, records: readonly Raw[]): Promise<SentRecord[]> {
  const sent = await feed.send(topic, records)
  return records.map((raw, index) => ({ topic, raw, partition: sent[index]?.partition ?? -1, offset: sent[index]?.offset ?? -1 }))
}
