import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { ensureSystemPackages } from './debian.mjs'
import { cacheFolder, machineKey, root } from './machine.mjs'
import { compilerPackages, librdkafkaPackages } from './native-packages.mjs'
import { npm } from './npm.mjs'
import { run } from './run.mjs'

const name = '@confluentinc/kafka-javascript'
const addon = join('build', 'Release', 'confluent-kafka-javascript.node')
const downloadLimitMs = 90_000
const buildLimitMs = 20 * 60_000

/** The folder of the package as our binding finds it; `undefined` where it is not installed. */
const installedFolder = () => {
  const folder = join(root, 'packages', 'librdkafka', 'node_modules', ...name.split('/'))
  return existsSync(folder) ? realpathSync(folder) : undefined
}

/** Whether Node can load the compiled addon of this package. @param {string} folder */
const isLoadable = async (folder) => {
  const file = join(folder, addon)
  if (!existsSync(file)) return false
  const result = await run(process.execPath, ['-e', 'require(process.argv[1])', file], { limitMs: 30_000, quiet: true })
  return result.code === 0
}

/** Its own install script's download, without its fallback. @param {string} folder the package */
const download = async (folder) => {
  const script = createRequire(join(folder, 'package.json')).resolve('@mapbox/node-pre-gyp/bin/node-pre-gyp')
  const result = await run(process.execPath, [script, 'install'], { cwd: folder, limitMs: downloadLimitMs, quiet: true })
  return result.code === 0 && (await isLoadable(folder))
}

/** @param {string} prefix the folder with `node_modules` @param {string} folder the package */
const build = async (prefix, folder) => {
  await ensureSystemPackages([...compilerPackages, ...librdkafkaPackages], 'building librdkafka')
  console.log('building librdkafka from source: about two minutes, once')
  const env = {
    CKJS_LINKING: 'dynamic',
    npm_config_build_from_source: name,
    ...(existsSync('/usr/include/node') ? { npm_config_nodedir: '/usr' } : {}),
  }
  await npm(['rebuild', '--prefix', prefix, '--foreground-scripts', name], { cwd: prefix, env, tries: 1, limitMs: buildLimitMs })
  if (!(await isLoadable(folder))) throw new Error('librdkafka was built, but Node cannot load it')
}

/**
 * Fetches and compiles the package into the cache, once for a version and a kind of machine.
 * @param {string} version
 * @returns {Promise<string>} the folder of the package
 */
const ensureCached = async (version) => {
  const parent = join(cacheFolder(), 'kafka-javascript')
  const prefix = join(parent, `${version}-${machineKey()}`)
  /** @param {string} folder */
  const packageIn = (folder) => join(folder, 'node_modules', ...name.split('/'))
  if (existsSync(join(packageIn(prefix), addon))) return packageIn(prefix)
  await mkdir(parent, { recursive: true })
  const fresh = await mkdtemp(join(parent, 'building-'))
  try {
    console.log(`fetching ${name} ${version}`)
    await writeFile(join(fresh, 'package.json'), '{ "private": true }\n')
    const options = { tries: 3, limitMs: 5 * 60_000, cwd: fresh }
    await npm(['install', '--prefix', fresh, '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`], options)
    if (!(await download(packageIn(fresh)))) await build(fresh, packageIn(fresh))
    await rm(prefix, { recursive: true, force: true })
    await rename(fresh, prefix)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return packageIn(prefix)
}

// The makefiles and objects of a source build are of no use to anybody later.
/** @param {string} file */
const isProduct = (file) => !/\/(obj\.target|\.deps)(\/|$)|\.(mk|Makefile|gypi|a|o)$/.test(file) && basename(file) !== 'Makefile'

/**
 * Sees to a compiled kafka-javascript, which carries librdkafka, in the place where its own install script would have left it.
 * Does nothing while no package depends on it.
 */
export const ensureKafkaJavascript = async () => {
  const target = installedFolder()
  if (target === undefined) return
  const { version } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'))
  const mark = join(target, 'build', '.samsa-set-up')
  const wanted = `${version}-${machineKey()}\n`
  if (existsSync(join(target, addon)) && (await readFile(mark, 'utf8').catch(() => '')) === wanted) return
  const source = await ensureCached(version)
  await rm(join(target, 'build'), { recursive: true, force: true })
  await cp(join(source, 'build'), join(target, 'build'), { recursive: true, verbatimSymlinks: true, filter: isProduct })
  await writeFile(mark, wanted)
}
