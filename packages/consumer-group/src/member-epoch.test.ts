import { endianness } from 'node:os'
import { describe, expect, it } from '@jest/globals'
import { memberEpoch } from './member-epoch.js'

describe('memberEpoch', () => {
  it('reads the generation behind the mark', () => {
    const bytes = Buffer.alloc(30)
    bytes.write('CGMDv2:')
    if (endianness() === 'LE') bytes.writeInt32LE(12, 7)
    else bytes.writeInt32BE(12, 7)
    expect(memberEpoch(bytes)).toBe(12)
  })

  it('knows nothing of other formats', () => {
    expect(memberEpoch(new Uint8Array())).toBe(-1)
    expect(memberEpoch(Buffer.from('CGMDv3:\x01\x00\x00\x00group'))).toBe(-1)
  })
})
