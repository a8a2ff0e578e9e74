import { describe, expect, it, jest } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { runSource } from '@samsa/testkit'

// processes of their own, on machines that do other things as well
jest.setTimeout(60_000)

const fixture = fileURLToPath(new URL('../../fixtures/typescript-app/main.ts', import.meta.url))

describe('TypeScript at run time', () => {
  it('starts a decorated application: metadata, imports as nodenext and bundler write them, lines of the source in stack traces', async () => {
    const run = runSource(fixture, [])
    expect({ code: await run.ended, ...run.output() }).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(run.output().stdout)).toEqual({
      parameters: ['Payments'],
      name: 'Charge',
      index: 'deep/index.ts',
      explicit: 'explicit.ts',
      json: true,
      line: 'charge.ts:11',
    })
  })
})
