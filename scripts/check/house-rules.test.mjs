import { describe, expect, it } from '@jest/globals'
import { countCodeLines } from './count-code-lines.mjs'
import { checkImports, checkManifest, findImports } from './layers.mjs'
import { explainName } from './names.mjs'
import { quantile } from './sizes.mjs'
import { findStarExports } from './wording.mjs'

const manifest = (name, dependencies = {}, devDependencies = {}, parent = 'packages') => ({
  folder: `${parent}/${name}`,
  name,
  dependencies,
  devDependencies,
})

describe('layers', () => {
  it('refuse a dependency that the table does not have', () => {
    expect(checkManifest(manifest('runner', { '@samsa/contracts': 'workspace:*', '@samsa/librdkafka': 'workspace:*' }))).toEqual([
      'packages/runner/package.json: runner must not depend on librdkafka',
    ])
    expect(checkManifest(manifest('samsa', { '@samsa/testkit': 'workspace:*' }))).toHaveLength(1)
    expect(checkManifest(manifest('consumer-group', {}, { '@samsa/testkit': 'workspace:*' }))).toEqual([])
    expect(checkManifest(manifest('scenarios', { 'samsa': 'workspace:*', '@samsa/testkit': 'workspace:*' }, {}, 'apps'))).toEqual([])
  })

  it.each([
    ["import { x } from '@samsa/librdkafka'", ["'@samsa/librdkafka': runner must not import librdkafka"]],
    ["import type { x } from '@samsa/consumer-group'", ["'@samsa/consumer-group': runner must not import consumer-group"]],
    ["export { x } from 'samsa'", ["'samsa': runner must not import samsa"]],
    ["const x = await import('@samsa/testkit')", ["'@samsa/testkit': runner must not import testkit"]],
    ["import { x } from '@samsa/runner'", ["'@samsa/runner': imports its own package by name"]],
    ["import { x } from '../../dlq/src/index.js'", ["'../../dlq/src/index.js': leaves its package by a relative path"]],
    ["import pino from 'pino'", ["'pino': pino is not among its dependencies"]],
    ["import { x } from '@samsa/contracts/internal'\nimport y from 'tsyringe'\nimport './a.js'\nimport { z } from 'node:fs'", []],
  ])('judge %s', (source, problems) => {
    const found = checkImports(manifest('runner', { tsyringe: '4' }), 'packages/runner/src/a.ts', source)
    expect(found).toEqual(problems.map((problem) => `packages/runner/src/a.ts: ${problem}`))
  })

  it('keep internals from applications', () => {
    const app = manifest('scenarios', {}, {}, 'apps')
    expect(checkImports(app, 'apps/scenarios/src/a.ts', "import { x } from '@samsa/runner/internal'")).toHaveLength(1)
  })

  it('let tests use what only tests depend on', () => {
    const source = "import { it } from '@jest/globals'\nimport { x } from '@samsa/testkit'"
    expect(checkImports(manifest('runner'), 'packages/runner/src/a.test.ts', source)).toEqual([])
    expect(checkImports(manifest('runner'), 'packages/runner/src/a.ts', source)).toHaveLength(2)
  })

  it('see imports over several lines and none in comments', () => {
    const source =
      "import {\n  a,\n  b,\n} from './a.js'\n// import x from 'x'\n/** import { y } from 'y' */\nimport './b.js'\nexport type { c } from './c.js'"
    expect(findImports(source)).toEqual(['./a.js', './b.js', './c.js'])
  })
})

describe('names', () => {
  it.each([
    ['utils', '`utils` does not say what is inside'],
    ['string-helper.ts', '`helper` does not say what is inside'],
    ['base.ts', '`base` does not say what is inside'],
    ['typesOfThings.ts', 'not in kebab-case'],
    ['type-tests', undefined],
    ['database.ts', undefined],
    ['record-view.test.ts', undefined],
    ['README.md', undefined],
    ['ConsumeLoop.java', undefined],
  ])('%s', (name, problem) => {
    expect(explainName(name)).toBe(problem)
  })
})

describe('sizes', () => {
  it('count lines with code', () => {
    const source = `// comment
/** doc
 * more */
const a = 1 // why

/* one */ const b = 'http://x' /* two
three */ const c = "/*"
const d = 4`
    expect(countCodeLines(source)).toBe(4)
  })

  it('take quantiles', () => {
    expect(quantile([5, 1, 3], 0.5)).toBe(3)
    expect(quantile([], 0.5)).toBe(0)
    expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBe(10)
  })
})

describe('star exports', () => {
  it('are found', () => {
    expect(findStarExports('a.ts', "export { a } from './a.js'\nexport * from './b.js'\nexport type * from './c.js'")).toEqual([
      'a.ts:2: name what is exported',
      'a.ts:3: name what is exported',
    ])
  })
})
