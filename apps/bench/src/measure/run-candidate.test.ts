import { describe, expect, it } from '@jest/globals'

import { runCandidate } from './run-candidate.js'

const node = (script: string) => ({ file: process.execPath, args: ['-e', script] })
const { signal } = new AbortController()

describe('runCandidate', () => {
  it('returns the last line it printed', async () => {
    await expect(runCandidate(node('console.log("hello\\n" + JSON.stringify({ records: 3 }))'), 60_000, signal)).resolves.toEqual({
      records: 3,
    })
  })

  it('fails with the code and what it said', async () => {
    await expect(runCandidate(node('console.error("no broker"); process.exit(7)'), 60_000, signal)).rejects.toThrow(
      /ended with 7.*\nno broker/,
    )
  })

  it('kills it at the limit', async () => {
    await expect(runCandidate(node('setInterval(() => {}, 1000)'), 1, signal)).rejects.toThrow('no report within 0.001 s')
  })

  it('kills it when the run is ended', async () => {
    const stop = new AbortController()
    const run = runCandidate(node('setInterval(() => {}, 1000)'), 60_000, stop.signal)
    stop.abort(new Error('ended by SIGINT'))
    await expect(run).rejects.toThrow('ended by SIGINT')
  })
})
