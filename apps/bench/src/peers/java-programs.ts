import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { findJava, resolveKafka } from '@samsa/testkit'

import type { Program } from '../candidates/candidate.js'
import { cacheFolder } from './cache-folder.js'

const run = promisify(execFile)
const compileLimitMs = 120_000
const sourceFolder = fileURLToPath(new URL('../../java', import.meta.url))

/**
 * The small Java programs of this package (`java/`), compiled once into the cache folder against Java's own client.
 *
 * @returns how to start one of them by class name and arguments
 * @throws where there is no JDK, or where it does not compile.
 */
export async function prepareJavaPrograms(): Promise<(className: string, args: readonly string[]) => Program> {
  const java = await findJava()
  const jars = await resolveKafka('4.4.0')
  const client = jars.filter((jar) => /\/(kafka-clients|zstd-jni|lz4-java|snappy-java|slf4j-api)-[^/]+$/.test(jar))
  const classes = await compileOnce(java, client.join(':'))
  const classPath = [classes, ...client].join(':')
  return (className, args) => ({ file: java, args: ['-cp', classPath, className, ...args] })
}

async function compileOnce(java: string, classPath: string): Promise<string> {
  const files = (await readdir(sourceFolder)).toSorted().map((file) => join(sourceFolder, file))
  const sources = await Promise.all(files.map((file) => readFile(file)))
  const hash = createHash('sha256').update(Buffer.concat(sources)).update(classPath).digest('hex').slice(0, 8)
  const folder = join(cacheFolder(), 'bench', `java-${hash}`)
  if (await hasClasses(folder)) return folder
  await mkdir(dirname(folder), { recursive: true })
  const fresh = await mkdtemp(`${folder}-compiling-`)
  try {
    await compile(java, ['-cp', classPath, '-d', fresh, ...files])
    await rename(fresh, folder).catch(async (error: unknown) => {
      if (!(await hasClasses(folder))) throw error
    })
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return folder
}

async function compile(java: string, args: readonly string[]): Promise<void> {
  const javac = java === 'java' ? 'javac' : join(dirname(java), 'javac')
  await run(javac, args, { timeout: compileLimitMs }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause
    throw new Error('No `javac`: the Java candidate needs a JDK of 17 or later (Debian: apt-get install default-jdk-headless).', { cause })
  })
}

async function hasClasses(folder: string): Promise<boolean> {
  const files = await readdir(folder).catch(() => [])
  return files.some((file) => file.endsWith('.class'))
}
