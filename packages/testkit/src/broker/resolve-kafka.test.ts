import { beforeEach, describe, expect, it } from '@jest/globals'
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { resolveKafka } from './resolve-kafka.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

let folder = ''
let env: NodeJS.ProcessEnv = {}

/** Puts a program in the place of Maven; it finds its output folder in `$out` and counts its calls. */
const useMaven = (script: string): void => {
  const calls = join(folder, 'calls')
  writeFileSync(
    join(folder, 'mvn'),
    `#!/bin/sh\necho x >> ${calls}\nn=$(wc -l < ${calls})\nfor a; do case $a in -DoutputDirectory=*) out=\${a#*=};; esac; done\n${script}\n`,
  )
  chmodSync(join(folder, 'mvn'), 0o755)
}

const calls = (): number => readFileSync(join(folder, 'calls'), 'utf8').split('\n').length - 1

beforeEach(() => {
  folder = temporaryFolder()
  env = { SAMSA_CACHE: join(folder, 'cache'), PATH: `${folder}${delimiter}${process.env.PATH}` }
})

describe('resolveKafka', () => {
  it('asks Maven once for a release', async () => {
    useMaven('touch "$out/kafka.jar" "$out/notes.txt"')
    const jars = await resolveKafka('4.4.0', env)
    expect(jars.map((jar) => basename(jar))).toEqual(['kafka.jar'])
    expect(await resolveKafka('4.4.0', env)).toEqual(jars)
    expect(calls()).toBe(1)
  })

  it('tries again', async () => {
    useMaven('[ "$n" -lt 3 ] && exit 1; touch "$out/kafka.jar"')
    expect(await resolveKafka('4.4.0', env)).toHaveLength(1)
    expect(calls()).toBe(3)
  })

  it('says what Maven said where it gives up, and leaves nothing half done', async () => {
    useMaven('echo "[ERROR] no such artifact"; touch "$out/kafka.jar"; exit 1')
    await expect(resolveKafka('4.4.0', env)).rejects.toMatchObject({
      code: 'unresolved',
      message: 'Maven could not fetch Kafka in 3 tries: [ERROR] no such artifact',
    })
    expect(readdirSync(join(folder, 'cache', 'kafka'))).toEqual([])
  })

  it('lets two at once both have it', async () => {
    useMaven('touch "$out/kafka.jar"')
    const [one, other] = await Promise.all([resolveKafka('4.4.0', env), resolveKafka('4.4.0', env)])
    expect(one).toEqual(other)
    expect(one.every((jar) => existsSync(jar))).toBe(true)
  })

  it('says how to get Maven', async () => {
    await expect(resolveKafka('4.4.0', { ...env, PATH: folder })).rejects.toMatchObject({ code: 'missing-maven', isMissing: true })
  })
})
