import { describe, expect, it } from '@jest/globals'

import { runMembers } from './run-members.js'

const { signal } = new AbortController()

/** A member that handles this many records at `go` and reports what it was told. */
const member = (handled: number) => ({
  file: process.execPath,
  args: [
    '-e',
    `const told = []
     console.log(JSON.stringify({ ready: true }))
     require('readline').createInterface({ input: process.stdin }).on('line', (word) => {
       told.push(word)
       if (word === 'go') console.log(JSON.stringify({ handled: ${handled} }))
       else { console.log(JSON.stringify({ report: told })); process.exit(0) }
     })`,
  ],
})
const script = (text: string) => ({ file: process.execPath, args: ['-e', text] })

describe('runMembers', () => {
  it('tells all to go, and all to stop when they have handled the records together', async () => {
    const run = runMembers<string[]>({ programs: [member(3), member(4)], records: 7, limitMs: 60_000, signal })
    await expect(run).resolves.toEqual([
      ['go', 'stop'],
      ['go', 'stop'],
    ])
  })

  it('fails with what one of them said, and ends the others', async () => {
    const broken = script('console.error("no such topic"); process.exitCode = 3')
    await expect(runMembers({ programs: [member(1), broken], records: 7, limitMs: 60_000, signal })).rejects.toThrow(
      /ended with 3.*\nno such topic/,
    )
  })

  it('says at the limit how far they came', async () => {
    await expect(runMembers({ programs: [member(5)], records: 7, limitMs: 2000, signal })).rejects.toThrow('5 of 7 records within 2 s')
  })

  it('ends them when the run is ended', async () => {
    const stop = new AbortController()
    const run = runMembers({ programs: [member(1)], records: 7, limitMs: 60_000, signal: stop.signal })
    stop.abort(new Error('ended by SIGINT'))
    await expect(run).rejects.toThrow('ended by SIGINT')
  })
})
