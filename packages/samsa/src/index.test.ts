import { describe, expect, it } from '@jest/globals'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as samsa from './index.js'

const folder = fileURLToPath(new URL('..', import.meta.url))

describe('samsa', () => {
  it('exports by name what users need, and nothing called as a global', () => {
    expect(Object.keys(samsa).sort()).toEqual([
      'Consumer',
      'Producer',
      'SamsaError',
      'accept',
      'bytes',
      'consumerGroup',
      'container',
      'deadLetter',
      'defineRoutes',
      'defineWorker',
      'durationMs',
      'exponential',
      'fixed',
      'handled',
      'inject',
      'injectAll',
      'injectable',
      'isSamsaError',
      'json',
      'linear',
      'nullable',
      'reject',
      'release',
      'retry',
      'shareGroup',
      'singleton',
      'skip',
      'startWorker',
      'string',
      'topic',
      'topics',
    ])
  })

  // what users get is the build: a checkout that was never built has nothing to load
  ;(existsSync(`${folder}dist/index.js`) ? it : it.skip)(
    'can be loaded by require',
    async () => {
      const script = "console.log(typeof require('samsa').startWorker)"
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
        cwd: folder,
        env: { ...process.env, NODE_OPTIONS: '' },
      })
      expect(stdout).toBe('function\n')
    },
    60_000,
  )
})
