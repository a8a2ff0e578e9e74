import { describe, expect, it } from '@jest/globals'
import { apiVersionsRequest, readFinalizedFeatures } from './api-versions.js'

const text = (value: string): number[] => [value.length + 1, ...Buffer.from(value)]
const feature = (name: string, level: number): number[] => [...text(name), 0, level, 0, 1, 0]
// two keys, the second with a tag
const keys = [3, 0, 1, 0, 0, 0, 9, 0, 0, 18, 0, 0, 0, 4, 1, 7, 2, 8, 8]
const finalized = [3, ...feature('share.version', 2), ...feature('metadata.version', 33)]
const response = (tags: readonly number[], error = 0): Buffer => Buffer.from([0, 0, 0, 1, 0, error, ...keys, 0, 0, 0, 0, ...tags])

describe('ApiVersions', () => {
  it('is a request of version 3 with its length in front', () => {
    const request = apiVersionsRequest('samsa')
    expect(request.readInt32BE(0)).toBe(request.length - 4)
    expect([request.readInt16BE(4), request.readInt16BE(6)]).toEqual([18, 3])
    expect(request.subarray(14).toString('latin1')).toBe('samsa\0\u0006samsa\u0006samsa\0')
  })

  it('answers the finalized features among its tags', () => {
    const tags = [3, 1, 8, 0, 0, 0, 0, 0, 0, 0, 5, 2, finalized.length, ...finalized, 3, 1, 0]
    expect(readFinalizedFeatures(response(tags))).toEqual({ 'share.version': 2, 'metadata.version': 33 })
  })

  it('answers none where the broker knows none, or not this version of the request', () => {
    expect(readFinalizedFeatures(response([0]))).toEqual({})
    expect(readFinalizedFeatures(response([0], 35))).toEqual({})
    expect(() => readFinalizedFeatures(Buffer.from('HTTP'))).toThrow('out of range')
  })
})
