// `npm run test:types`: what must compile and what must not, sentences included, with the TypeScript we build with and the oldest we promise.
// Every `packages/*/type-tests/tsconfig.json` is one program, every `check-*.mjs` beside it a check of its own (given the path of tsc); an expectation is an `@ts-expect-error` or a `same<…>()` in its `*.test-d.ts`.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { listFiles, readSource } from './check/source-files.mjs'
import { root } from './set-up/machine.mjs'
import { run } from './set-up/run.mjs'
import { countExpectations, countTypeErrors } from './suites/count-type-tests.mjs'

const require = createRequire(import.meta.url)
const compilers = { '7.0': 'typescript/package.json', '5.9': 'typescript-5.9/package.json' }

const check = async (version, folder) => {
  const bin = join(dirname(require.resolve(compilers[version])), 'bin', 'tsc')
  const end = await run(process.execPath, [bin, '-p', folder, '--pretty', 'false'], { cwd: root, limitMs: 120_000, quiet: true })
  const sources = listFiles(new RegExp(`^${folder}/.*\\.test-d\\.ts$`)).map(readSource)
  const expectations = sources.reduce((sum, source) => sum + countExpectations(source), 0)
  const errors = countTypeErrors(end.output)
  const failed = end.code === 0 ? 0 : Math.max(1, errors)
  console.log(`TypeScript ${version}, ${folder}: ${expectations} expectations, ${failed} failed`)
  if (failed > 0) console.log(end.output)
  return { passed: Math.max(0, expectations - failed), failed }
}

const checkApart = async (version, file) => {
  const bin = join(dirname(require.resolve(compilers[version])), 'bin', 'tsc')
  const end = await run(process.execPath, [file, bin], { cwd: root, limitMs: 120_000, quiet: true })
  console.log(`TypeScript ${version}, ${file}: ${end.code === 0 ? 'passed' : 'failed'}`)
  if (end.code !== 0) console.log(end.output)
  return end.code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

const folders = listFiles(/^packages\/[^/]+\/type-tests\/tsconfig\.json$/).map((file) => dirname(file))
const apart = listFiles(/^packages\/[^/]+\/type-tests\/check-[^/]+\.mjs$/)
const summary = { passed: 0, failed: 0, skipped: 0 }
for (const version of Object.keys(compilers)) {
  for (const one of [...folders.map((folder) => () => check(version, folder)), ...apart.map((file) => () => checkApart(version, file))]) {
    const { passed, failed } = await one()
    summary.passed += passed
    summary.failed += failed
  }
}
if (process.env.SAMSA_SUMMARY_FILE) writeFileSync(process.env.SAMSA_SUMMARY_FILE, JSON.stringify(summary))
if (summary.failed > 0) process.exitCode = 1
