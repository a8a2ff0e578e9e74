import { endianness } from 'node:os'

// rd_kafka_consumer_group_metadata_write: "CGMDv2:", then the generation (the member epoch in KIP-848) as int32 in the machine's order
const magic = 'CGMDv2:'

/**
 * The member epoch (KIP-848) or generation (classic) in serialised group metadata; -1 where it cannot be read. Above 0 the member is in the group: a KIP-848 member
 * that gets no partition has no other sign of that.
 */
export function memberEpoch(groupMetadata: Uint8Array): number {
  const view = new DataView(groupMetadata.buffer, groupMetadata.byteOffset, groupMetadata.byteLength)
  if (groupMetadata.byteLength < magic.length + 4) return -1
  for (let i = 0; i < magic.length; i++) if (groupMetadata[i] !== magic.charCodeAt(i)) return -1
  return view.getInt32(magic.length, endianness() === 'LE')
}
