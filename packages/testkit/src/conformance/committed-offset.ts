import type { Admin } from '@samsa/librdkafka'

/** The group's committed offset of one partition; `null`: none. */
export async function committedOffset(admin: Admin, group: string, topic: string, partition: number): Promise<number | null> {
  const [result] = await admin.listGroupOffsets(group, [{ topic, partition }])
  return result === undefined || result.offset < 0 ? null : result.offset
}
