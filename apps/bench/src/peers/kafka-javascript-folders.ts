import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { cacheFolder } from './cache-folder.js'

/** Folders in which a built kafka-javascript may lie, the best first: the installed package, then the copy in the set-up's cache. */
export function kafkaJavascriptFolders(): readonly string[] {
  const manifest = createRequire(import.meta.url).resolve('@confluentinc/kafka-javascript/package.json')
  const { version } = createRequire(import.meta.url)(manifest) as { version: string }
  const build = `${version}-${process.platform}-${process.arch}-${process.versions.modules}-${libc()}`
  return [dirname(manifest), join(cacheFolder(), 'kafka-javascript', build, 'node_modules', '@confluentinc', 'kafka-javascript')]
}

function libc(): 'glibc' | 'musl' | 'none' {
  if (process.platform !== 'linux') return 'none'
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc'
}
