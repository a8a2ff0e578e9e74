import type { Admin } from '@samsa/librdkafka'
import { onceSteady } from './once-steady.js'

/** The group's committed offset of one partition; `null`: none. */
export async function committedOffset(admin: Admin, group: string, topic: string, partition: number): Promise<number | null> {
  const [result] = await onceSteady(() => admin.listGroupOffsets(group, [{ topic, partition }]))
  return result === undefined || result.offset < 0 ? null : result.offset
}
