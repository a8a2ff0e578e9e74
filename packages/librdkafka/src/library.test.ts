import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { errorName, errorText, kafkaError } from './describe-error.js'
import { Errno } from './errno.js'
import { libraryCandidates } from './library-candidates.js'
import { libraryInfo, loadLibrary } from './library.js'
import { runProgram } from './test-drivers/run-program.js'

jest.setTimeout(60_000)

describe('the library', () => {
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'samsa-library-'))
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const compileLibrary = (name: string, source: string): string => {
    const path = join(folder, name)
    writeFileSync(`${path}.cc`, source)
    execFileSync(process.env['CXX'] ?? 'g++', ['-shared', '-fPIC', '-o', path, `${path}.cc`])
    return path
  }

  it('is 2.15.1 or newer, and one for the process', () => {
    const info = libraryInfo()
    expect(info.versionNumber).toBeGreaterThanOrEqual(0x020f01ff)
    expect(info.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(existsSync(info.path)).toBe(true)
    expect(loadLibrary({ path: '/nowhere' })).toBe(info)
  })

  it('names its errors', () => {
    expect([errorName(0), errorName(Errno._TIMED_OUT), errorName(Errno.ILLEGAL_GENERATION)]).toEqual([
      'NO_ERROR',
      '_TIMED_OUT',
      'ILLEGAL_GENERATION',
    ])
    expect(errorText(Errno._TIMED_OUT)).toMatch(/timed out/i)
    expect(kafkaError(Errno._TIMED_OUT)).toMatchObject({ errno: -185, name: '_TIMED_OUT', fatal: false, partitions: [] })
  })

  it.each(Object.entries(Errno))('%s has the number %p in the library', (name, errno) => {
    expect(errorName(errno)).toBe(name)
  })

  it('is looked for at an explicit path alone', () => {
    expect(libraryCandidates('/a/librdkafka.so')).toEqual([{ path: '/a/librdkafka.so', linking: 'shared' }])
    expect(libraryCandidates('/a/kafka.node')).toEqual([{ path: '/a/kafka.node', linking: 'addon' }])
  })

  it('is looked for next to kafka-javascript, then on the system', () => {
    const candidates = libraryCandidates(undefined)
    expect(candidates.at(-1)!.path).toMatch(/^librdkafka/)
    const [first, second] = candidates.filter(({ path }) => path.includes('kafka-javascript')).map(({ linking }) => linking)
    if (second === 'addon') expect(first).toBe('shared')
  })

  it('missing is said in one line with the cure', async () => {
    const { output } = await runProgram('load-library.mjs', [join(folder, 'none.so')])
    expect(output).toMatch(/^SAMSA_LIBRARY_UNUSABLE .*none\.so.*: give the path of a librdkafka 2\.15\.1 or newer\n$/)
  })

  it('without a symbol is refused with its name', async () => {
    const path = compileLibrary('other.so', 'extern "C" int something() { return 1; }')
    const { output } = await runProgram('load-library.mjs', [path])
    expect(output).toMatch(/^SAMSA_LIBRARY_UNUSABLE .*missing symbol rd_kafka_version.*\n$/)
  })

  it('too old is refused with its version', async () => {
    const path = compileLibrary(
      'old.so',
      'extern "C" { int rd_kafka_version() { return 0x020a01ff; } const char *rd_kafka_version_str() { return "2.10.1"; } }',
    )
    const { output } = await runProgram('load-library.mjs', [path])
    expect(output).toMatch(/^SAMSA_LIBRARY_TOO_OLD librdkafka 2\.10\.1 at .*old\.so is older than 2\.15\.1: install .*\n$/)
  })

  it('is taken from kafka-javascript’s addon too', async () => {
    const addon = libraryInfo().path.replace(/build\/.*$/, 'build/Release/confluent-kafka-javascript.node')
    if (!existsSync(addon)) return
    const { output } = await runProgram('load-library.mjs', [addon])
    expect(output).toMatch(/^loaded 2\.15\.\d+ addon\n$/)
  })
})
