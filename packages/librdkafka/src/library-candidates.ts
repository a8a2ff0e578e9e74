import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** A file that may hold librdkafka. */
export interface LibraryCandidate {
  readonly path: string
  /** `addon`: kafka-javascript's own `.node` file, linked statically; it must be required before anybody opens it. */
  readonly linking: 'shared' | 'addon'
}

const require = createRequire(import.meta.url)
const soname = process.platform === 'darwin' ? 'librdkafka.1.dylib' : 'librdkafka.so.1'

function folderOfKafkaJavascript(): string | null {
  try {
    return dirname(require.resolve('@confluentinc/kafka-javascript/package.json'))
  } catch {
    return null
  }
}

// Where the repository's set-up keeps compiled copies; nothing is there at a user's.
function cachedFolders(): readonly string[] {
  const cache = join(process.env['SAMSA_CACHE'] ?? join(homedir(), '.cache', 'samsa'), 'kafka-javascript')
  if (!existsSync(cache)) return []
  const built = readdirSync(cache).filter((name) => name.includes(`-${process.platform}-${process.arch}-`))
  return built.map((name) => join(cache, name, 'node_modules', '@confluentinc', 'kafka-javascript'))
}

function filesIn(folder: string): readonly LibraryCandidate[] {
  const build = join(folder, 'build')
  return [
    { path: join(build, 'deps', soname), linking: 'shared' },
    { path: join(build, 'Release', soname), linking: 'shared' },
    { path: join(build, 'Release', 'confluent-kafka-javascript.node'), linking: 'addon' },
  ]
}

/**
 * Where librdkafka is looked for, in order: an explicit path alone; else the shared library next to kafka-javascript, its `.node` file, copies of
 * the repository's set-up, and the system's own library (not a path: the loader searches it).
 */
export function libraryCandidates(explicitPath: string | undefined): readonly LibraryCandidate[] {
  if (explicitPath !== undefined) return [{ path: explicitPath, linking: explicitPath.endsWith('.node') ? 'addon' : 'shared' }]
  const installed = folderOfKafkaJavascript()
  const folders = installed === null ? cachedFolders() : [installed, ...cachedFolders()]
  return [...folders.flatMap(filesIn).filter(({ path }) => existsSync(path)), { path: soname, linking: 'shared' }]
}
