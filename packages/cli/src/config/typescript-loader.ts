// Module hooks, run by Node on its loader thread: an application in TypeScript starts without a build step. Plain type stripping will not do,
// it knows no decorators and no `design:paramtypes`, and without these nothing can be injected.
import { existsSync, readFileSync, statSync } from 'node:fs'
import type { LoadHook, ResolveHook } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Options } from '@swc/core'

const isTypescript = (url: string): boolean => /^file:.*\.m?ts(?:[?#]|$)/.test(url) && !/\.d\.m?ts(?:[?#]|$)/.test(url)

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

/** The source that an import in a TypeScript file means: `./x.js` under nodenext, `./x` or a folder with an index under bundler. */
const findSource = (path: string): string | undefined => {
  const extension = extname(path)
  const candidates =
    extension === '.js' || extension === '.mjs'
      ? [path.slice(0, -extension.length) + extension.replace('js', 'ts')]
      : [`${path}.ts`, `${path}.mts`, `${path}/index.ts`]
  return isFile(path) && candidates.length > 1 ? undefined : candidates.find(isFile)
}

/** Node's resolve hook: maps relative imports of TypeScript files to TypeScript files, and leaves everything else to Node. */
export const resolve: ResolveHook = (specifier, context, nextResolve) => {
  const { parentURL } = context
  if (parentURL === undefined || !isTypescript(parentURL) || !/^(?:\.{1,2}\/|\.{1,2}$|\/|file:)/.test(specifier))
    return nextResolve(specifier, context)
  const asked = new URL(specifier, parentURL)
  const source = findSource(fileURLToPath(asked))
  if (source === undefined) return nextResolve(specifier, context)
  return nextResolve(pathToFileURL(source).href + asked.search, context)
}

const options = (path: string): Options => ({
  filename: path,
  swcrc: false,
  configFile: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
    keepClassNames: true,
    experimental: { keepImportAttributes: true },
  },
})

/** Node's load hook: TypeScript becomes JavaScript with decorator metadata and an inline source map. */
export const load: LoadHook = async (url, context, nextLoad) => {
  if (!isTypescript(url)) return nextLoad(url, context)
  // loaded with the first TypeScript file, so that a compiled application never pays for it
  const { transform } = await import('@swc/core')
  const path = fileURLToPath(url)
  const { code } = await transform(readFileSync(path, 'utf8'), options(path))
  return { format: 'module', shortCircuit: true, source: code }
}
