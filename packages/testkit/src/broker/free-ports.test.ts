import { describe, expect, it } from '@jest/globals'
import { freePorts } from './free-ports.js'

describe('freePorts', () => {
  it('gives different ports', async () => {
    const ports = await freePorts(5)
    expect(new Set(ports).size).toBe(5)
    expect(ports.every((port) => port > 1023 && port < 65_536)).toBe(true)
  })
})
