import { createRequire } from 'node:module'
import { requireAddon } from './addon.js'
import { ConfigError } from './config-error.js'
import { KafkaError } from './kafka-error.js'
import { libraryCandidates } from './library-candidates.js'
import type { LibraryCandidate } from './library-candidates.js'
import { LibraryError } from './library-error.js'
import type { Native, NativeLoad } from './native.js'
import { unflattenResults } from './topic-partition.js'

/** The librdkafka in use. */
export interface LibraryInfo {
  /** `'2.15.1'`. */
  readonly version: string
  /** `0x020f01ff`: major, minor, revision, pre-release, a byte each. */
  readonly versionNumber: number
  readonly path: string
  /** `addon`: taken from kafka-javascript's own addon, which holds it statically. */
  readonly linking: 'shared' | 'addon'
}

/** Which library to use. */
export interface LibraryOptions {
  /** Path of the library. Default: the variable `SAMSA_LIBRDKAFKA`, then the copy next to kafka-javascript, then the system's. */
  readonly path?: string | undefined
}

const oldestVersion = { number: 0x020f01ff, text: '2.15.1' }
const require = createRequire(import.meta.url)

let loaded: { readonly native: Native; readonly info: LibraryInfo } | null = null

/**
 * Loads librdkafka; clients do it themselves when they are made, so that this is for a path of one's own or for an early check.
 * One process has one librdkafka: the first call decides, later ones answer with it.
 *
 * @param options the path to use
 * @returns what was loaded
 * @throws LibraryError with the cure in one line
 */
export function loadLibrary(options: LibraryOptions = {}): LibraryInfo {
  loaded ??= load(options.path ?? (process.env['SAMSA_LIBRDKAFKA'] || undefined))
  return loaded.info
}

/** The librdkafka in use; loads it where no client did yet. */
export function libraryInfo(): LibraryInfo {
  return loadLibrary()
}

/** The addon with a loaded library. */
export function native(): Native {
  loadLibrary()
  return loaded!.native
}

function load(explicitPath: string | undefined): { native: Native; info: LibraryInfo } {
  const addon = requireAddon()
  const troubles: string[] = []
  for (const candidate of libraryCandidates(explicitPath)) {
    const result = open(addon, candidate)
    if (isTooOld(result)) throw tooOld(result)
    if (result.trouble === null) return { native: addon, info: infoOf(result, candidate) }
    troubles.push(`${candidate.path}: ${result.trouble}`)
  }
  throw explain(explicitPath, troubles)
}

function open(addon: Native, candidate: LibraryCandidate): NativeLoad {
  // The other order aborts the process: our dlopen would register kafka-javascript's module outside of Node's loader.
  if (candidate.linking === 'addon') {
    try {
      require(candidate.path)
    } catch (error) {
      return { path: candidate.path, trouble: (error as Error).message, version: null, versionNumber: 0 }
    }
  }
  return addon.load(
    candidate.path,
    (errno, name, text, fatal, retriable, abortable, partitions) =>
      new KafkaError({
        errno,
        name,
        text,
        fatal,
        retriable,
        abortable,
        partitions: partitions === null ? [] : unflattenResults(partitions),
      }),
    (property, text) => new ConfigError(property, text),
  )
}

// Before missing symbols are reported: they are what an old library lacks.
function isTooOld({ versionNumber }: NativeLoad): boolean {
  return versionNumber > 0 && versionNumber < oldestVersion.number
}

function tooOld({ version, path }: NativeLoad): LibraryError {
  const cure = 'install @confluentinc/kafka-javascript 1.10.1, or set SAMSA_LIBRDKAFKA to the path of a newer library'
  return new LibraryError('SAMSA_LIBRARY_TOO_OLD', `librdkafka ${version} at ${path} is older than ${oldestVersion.text}: ${cure}`)
}

function infoOf({ version, versionNumber, path }: NativeLoad, candidate: LibraryCandidate): LibraryInfo {
  const linking = path.endsWith('.node') ? 'addon' : path === candidate.path ? candidate.linking : 'shared'
  return Object.freeze({ version: version ?? '', versionNumber, path, linking })
}

function explain(explicitPath: string | undefined, troubles: readonly string[]): LibraryError {
  const told = troubles.join('; ')
  if (explicitPath !== undefined) {
    return new LibraryError(
      'SAMSA_LIBRARY_UNUSABLE',
      `the given librdkafka cannot be used (${told}): give the path of a librdkafka ${oldestVersion.text} or newer`,
    )
  }
  const cure = 'run the install script of @confluentinc/kafka-javascript 1.10.1, or set SAMSA_LIBRDKAFKA to the path of a librdkafka'
  const unusable = troubles.some((trouble) => trouble.includes('missing symbol') || troubles.length > 1)
  return unusable
    ? new LibraryError('SAMSA_LIBRARY_UNUSABLE', `no usable librdkafka (${told}): ${cure}`)
    : new LibraryError('SAMSA_LIBRARY_MISSING', `librdkafka was not found: ${cure}`)
}
