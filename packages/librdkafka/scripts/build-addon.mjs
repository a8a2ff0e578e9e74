#!/usr/bin/env node
// Compiles native/*.cc to prebuilds/<platform>-<arch>/samsa.node. Does nothing when sources, headers and flags are those of the last build.
// Imports nothing but Node. Ends with code 1 and one line when it cannot build.
//
//   SAMSA_RDKAFKA_INCLUDE  folder with rdkafka.h and rdkafka_mock.h; default: those of the installed kafka-javascript
//   npm_config_nodedir     prefix with include/node/node_api.h; default: beside this node, /usr, or the package node-api-headers
//   CXX                    compiler; default g++ (clang++ on macOS)
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const sourceFolder = join(root, 'native')
const objectFolder = join(root, 'build')
const outputFolder = join(root, 'prebuilds', `${process.platform}-${process.arch}`)
const output = join(outputFolder, 'samsa.node')
const stamp = join(outputFolder, 'samsa.node.key')
const require = createRequire(import.meta.url)

const isMac = process.platform === 'darwin'
const compiler = process.env.CXX ?? (isMac ? 'clang++' : 'g++')
const compileFlags = [
  '-std=c++20',
  '-O2',
  '-fPIC',
  '-Wall',
  '-Wextra',
  '-fvisibility=hidden',
  '-DNAPI_VERSION=8',
  '-DNODE_GYP_MODULE_NAME=samsa',
]
const linkFlags = isMac ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-pthread', '-ldl', '-static-libgcc', '-Wl,-z,now']

/** @param {string} name a package @returns {string | undefined} its folder */
const folderOf = (name) => {
  try {
    return dirname(require.resolve(`${name}/package.json`))
  } catch {
    return undefined
  }
}

/** Folders of kafka-javascript: as installed, then those in the set-up's cache, newest version first. */
const kafkaJavascriptFolders = () => {
  const cache = join(process.env.SAMSA_CACHE ?? join(homedir(), '.cache', 'samsa'), 'kafka-javascript')
  const cached = existsSync(cache) ? readdirSync(cache).sort().reverse() : []
  const inside = join('node_modules', '@confluentinc', 'kafka-javascript')
  return [folderOf('@confluentinc/kafka-javascript'), ...cached.map((version) => join(cache, version, inside))].filter(
    (folder) => folder !== undefined,
  )
}

/** @param {readonly (string | undefined)[]} folders @param {string} file @param {string} help */
const firstWith = (folders, file, help) => {
  const found = folders.find((folder) => folder !== undefined && existsSync(join(folder, file)))
  if (found === undefined) throw new Error(`cannot build the librdkafka addon: ${file} is missing; ${help}`)
  return found
}

const kafkaInclude = () =>
  firstWith(
    [
      process.env.SAMSA_RDKAFKA_INCLUDE,
      ...kafkaJavascriptFolders().flatMap((folder) => [
        join(folder, 'deps', 'librdkafka', 'src'),
        join(folder, 'build', 'deps', 'include', 'librdkafka'),
      ]),
      '/usr/include/librdkafka',
    ],
    'rdkafka_mock.h',
    'install @confluentinc/kafka-javascript, or set SAMSA_RDKAFKA_INCLUDE to a folder with rdkafka.h',
  )

const nodeInclude = () => {
  const prefix = process.env.npm_config_nodedir
  const headersPackage = folderOf('node-api-headers')
  return firstWith(
    [
      prefix === undefined ? undefined : join(prefix, 'include', 'node'),
      join(dirname(process.execPath), '..', 'include', 'node'),
      '/usr/include/node',
      headersPackage === undefined ? undefined : join(headersPackage, 'include'),
    ],
    'node_api.h',
    'install the package node-api-headers, or set npm_config_nodedir to a prefix with include/node',
  )
}

/** @param {readonly (string | Buffer)[]} parts */
const keyOf = (parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 16)
}

/** @param {readonly string[]} args @returns {Promise<void>} */
const compile = (args) =>
  new Promise((resolve, reject) => {
    const child = spawn(compiler, args, { stdio: 'inherit' })
    child.on('error', () =>
      reject(new Error(`cannot build the librdkafka addon: no C++ compiler "${compiler}"; install g++ 11 or newer, or set CXX`)),
    )
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`cannot build the librdkafka addon: ${compiler} ended with code ${code}`)),
    )
  })

/** @param {readonly (() => Promise<void>)[]} jobs */
const inParallel = async (jobs) => {
  const waiting = [...jobs]
  const work = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await job()
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
}

const build = async () => {
  const includes = { kafka: kafkaInclude(), node: nodeInclude() }
  const files = readdirSync(sourceFolder).sort()
  /** @param {string} folder @param {string} name */
  const read = (folder, name) => readFileSync(join(folder, name))
  const common = [
    compiler,
    ...compileFlags,
    ...linkFlags,
    read(includes.kafka, 'rdkafka.h'),
    read(includes.kafka, 'rdkafka_mock.h'),
    read(includes.node, 'node_api.h'),
    ...files.filter((name) => name.endsWith('.h')).map((name) => read(sourceFolder, name)),
  ]
  const objects = files
    .filter((name) => name.endsWith('.cc'))
    .map((name) => ({
      source: join(sourceFolder, name),
      object: join(objectFolder, `${basename(name, '.cc')}-${keyOf([...common, read(sourceFolder, name)])}.o`),
    }))
  const key = keyOf(objects.map(({ object }) => basename(object)))
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return

  mkdirSync(objectFolder, { recursive: true })
  mkdirSync(outputFolder, { recursive: true })
  const missing = objects.filter(({ object }) => !existsSync(object))
  const args = [...compileFlags, '-isystem', includes.kafka, '-isystem', includes.node]
  await inParallel(
    missing.map(({ source, object }) => async () => {
      // Renamed when complete: two builds at once do no harm.
      const unfinished = `${object}.${process.pid}`
      await compile([...args, '-c', source, '-o', unfinished])
      renameSync(unfinished, object)
    }),
  )
  const unfinished = `${output}.${process.pid}`
  await compile([...objects.map(({ object }) => object), ...linkFlags, '-o', unfinished])
  renameSync(unfinished, output)
  writeFileSync(stamp, key)
  const current = new Set(objects.map(({ object }) => basename(object)))
  for (const name of readdirSync(objectFolder))
    if (name.endsWith('.o') && !current.has(name)) rmSync(join(objectFolder, name), { force: true })
}

await build().catch((/** @type {Error} */ error) => {
  console.error(error.message)
  process.exitCode = 1
})
