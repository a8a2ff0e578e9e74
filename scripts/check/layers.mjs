import { basename, dirname, join, relative } from 'node:path/posix'
import { listFiles, readSource, testFile } from './source-files.mjs'

/** Which packages a package may import: the table of docs/architecture.md. A package that is not here may import nothing of ours. */
export const layers = {
  'contracts': [],
  'routing': ['contracts'],
  'dlq': ['contracts'],
  'runner': ['contracts', 'routing', 'dlq'],
  'librdkafka': [],
  'consumer-group': ['contracts', 'librdkafka'],
  'share-group': ['contracts', 'librdkafka'],
  'producer': ['contracts', 'librdkafka'],
  'admin': ['contracts', 'librdkafka'],
  'cli': ['contracts', 'routing', 'runner', 'dlq'],
  'samsa': ['contracts', 'routing', 'dlq', 'runner', 'librdkafka', 'consumer-group', 'share-group', 'producer', 'admin', 'cli'],
}

const published = Object.keys(layers)
const applications = 'apps'

/**
 * @typedef {object} Manifest
 * @property {string} folder `packages/<name>` or `apps/<name>`
 * @property {string} name of the folder
 * @property {Record<string, string>} dependencies
 * @property {Record<string, string>} devDependencies
 */

/** @param {string} file @returns {Manifest} */
const readManifest = (file) => {
  const { dependencies = {}, devDependencies = {}, peerDependencies = {} } = JSON.parse(readSource(file))
  const folder = dirname(file)
  return { folder, name: basename(folder), dependencies: { ...dependencies, ...peerDependencies }, devDependencies }
}

/** The folder name of one of our packages; `undefined` for anything else. @param {string} specifier e.g. `@samsa/runner/internal` */
const ownPackage = (specifier) => (/^samsa(\/|$)/.test(specifier) ? 'samsa' : /^@samsa\/([^/]+)/.exec(specifier)?.[1])

/**
 * What a package, or an application, may import of ours.
 * @param {Manifest} manifest @param {boolean} isTest
 */
const allowedFor = ({ folder, name }, isTest) => {
  if (folder.startsWith(applications) || name === 'testkit') return [...published, 'testkit']
  const allowed = layers[/** @type {keyof typeof layers} */ (name)] ?? []
  return isTest ? [...allowed, 'testkit'] : allowed
}

/** @param {Manifest} manifest */
export const checkManifest = (manifest) => {
  /** @type {[Record<string, string>, boolean][]} */
  const lists = [
    [manifest.dependencies, false],
    [manifest.devDependencies, true],
  ]
  return lists.flatMap(([list, isTest]) =>
    Object.keys(list)
      .map(ownPackage)
      .filter((own) => own !== undefined && !allowedFor(manifest, isTest).includes(own))
      .map((own) => `${manifest.folder}/package.json: ${manifest.name} must not depend on ${own}`),
  )
}

const importPattern = /(?:^|[\s;}])(?:import|export)\s(?:[^'"();]*?\sfrom\s)?\s*['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g

/** The specifiers a source imports, comments left out. @param {string} source */
export const findImports = (source) => {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '$1')
  return [...code.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? '')
}

/** @param {Manifest} manifest @param {string} file @param {string} specifier */
const explainImport = (manifest, file, specifier) => {
  const isTest = testFile.test(file)
  if (specifier.startsWith('node:')) return undefined
  if (specifier.startsWith('.')) {
    const isInside = !relative(manifest.folder, join(dirname(file), specifier)).startsWith('..')
    return isInside ? undefined : 'leaves its package by a relative path'
  }
  const own = ownPackage(specifier)
  if (own !== undefined) return explainOwn(manifest, own, specifier, isTest)
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  const isDeclared =
    name in manifest.dependencies || (isTest && (name in manifest.devDependencies || /^(@jest\/globals|fast-check)$/.test(name)))
  return isDeclared ? undefined : `${name} is not among its dependencies`
}

/** @param {Manifest} manifest @param {string} own @param {string} specifier @param {boolean} isTest */
const explainOwn = (manifest, own, specifier, isTest) => {
  if (own === manifest.name && manifest.folder.startsWith('packages')) return 'imports its own package by name'
  if (!allowedFor(manifest, isTest).includes(own)) return `${manifest.name} must not import ${own}`
  // the bench holds an engine against the bare binding with the same settings
  const isApplication = manifest.folder.startsWith(applications) && manifest.name !== 'bench'
  if (/\/internal(\/|$)/.test(specifier) && isApplication) return 'internals are for sibling packages only'
  return undefined
}

/** @param {Manifest} manifest @param {string} file @param {string} source */
export const checkImports = (manifest, file, source) =>
  findImports(source)
    .map((specifier) => ({ specifier, problem: explainImport(manifest, file, specifier) }))
    .filter(({ problem }) => problem !== undefined)
    .map(({ specifier, problem }) => `${file}: '${specifier}': ${problem}`)

/** Dependencies and imports against the layers. */
export const checkLayers = () => {
  const manifests = listFiles(/^(packages|apps)\/[^/]+\/package\.json$/).map(readManifest)
  const unknown = manifests
    .filter(({ folder, name }) => folder.startsWith('packages/') && name !== 'testkit' && !published.includes(name))
    .map(({ folder }) => `${folder}: no layer is named for this package in scripts/check/layers.mjs`)
  const imports = manifests.flatMap((manifest) => {
    const sources = new RegExp(`^${manifest.folder}/(src|bin|scenarios|application|conformance)/.*\\.(ts|mts|js|mjs)$`)
    return listFiles(sources).flatMap((file) => checkImports(manifest, file, readSource(file)))
  })
  return [...unknown, ...manifests.flatMap(checkManifest), ...imports]
}
