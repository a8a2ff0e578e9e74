// The code blocks of docs/experience.md, in order, as one application of a user: packed packages in a strict node_modules, `declaration: true`.
// The topics and classes of the type tests go with them: every type that can be inferred from the public API must have a name that users can import.
// Usage: node check-experience.mjs <path of tsc>
import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = import.meta.dirname
const root = join(here, '../../..')
const packages = join(root, 'packages')

/** Name and text of every TypeScript block that begins with `// path.ts`. */
export function readBlocks(markdown, page = 'docs/experience.md') {
  const blocks = [...markdown.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text]) => ({
    name: /^\/\/ ([\w./-]+\.ts)\b/.exec(text)?.[1],
    text,
  }))
  const nameless = blocks.findIndex(({ name }) => name === undefined)
  if (nameless >= 0) throw new Error(`block ${nameless + 1} of ${page} does not begin with // its-name.ts`)
  return blocks
}

function packInto(modules) {
  const pack = (folder, into) => {
    mkdirSync(into, { recursive: true })
    cpSync(join(packages, folder, 'package.json'), join(into, 'package.json'))
    cpSync(join(packages, folder, 'dist'), join(into, 'dist'), { recursive: true })
    return JSON.parse(readFileSync(join(into, 'package.json'), 'utf8')).dependencies ?? {}
  }
  const own = join(modules, 'samsa/node_modules')
  const waiting = Object.entries(pack('samsa', join(modules, 'samsa'))).map(([name]) => ({ name, by: 'samsa' }))
  for (const { name, by } of waiting) {
    if (existsSync(join(own, name))) continue
    if (name.startsWith('@samsa/')) {
      const folder = name.slice('@samsa/'.length)
      waiting.push(...Object.keys(pack(folder, join(own, name))).map((next) => ({ name: next, by: folder })))
    } else if (existsSync(join(packages, by, 'node_modules', name))) link(join(packages, by, 'node_modules', name), join(own, name))
  }
  link(join(packages, 'samsa/node_modules/zod'), join(modules, 'zod'))
  link(join(root, 'node_modules/@types/node'), join(modules, '@types/node'))
}

function link(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  symlinkSync(realpathSync(from), to)
}

function writeApplication(folder) {
  for (const { name, text } of readBlocks(readFileSync(join(root, 'docs/experience.md'), 'utf8'))) {
    const file = join(folder, 'src', name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  mkdirSync(join(folder, 'src/named'))
  for (const name of readdirSync(here))
    if (/^(same|topics|classes\.test-d)\.ts$/.test(name)) cpSync(join(here, name), join(folder, 'src/named', name))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'experience', type: 'module', private: true }))
  const {
    customConditions: _none,
    composite: _build,
    skipLibCheck: _skip,
    ...strict
  } = JSON.parse(readFileSync(join(root, 'tsconfig.base.json'), 'utf8')).compilerOptions
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...strict, rootDir: 'src', outDir: 'out' }, include: ['src'] }),
  )
}

const planScript = `
  const { default: worker } = await import('./out/worker.config.js')
  const { compileRoutes, describePlan, notBuilt, renderProblem } = await import('./node_modules/samsa/node_modules/@samsa/routing/dist/index.js')
  const { plan, problems } = compileRoutes(worker)
  const rows = describePlan(plan).map((row) => [row.kind, row.group, row.topic, row.consumer, row.ordering, row.concurrency].join(' '))
  console.log(JSON.stringify({ rows, problems: problems.map(renderProblem), notBuilt: notBuilt(plan).map(({ path }) => path) }))
`

/** What the compiled application declares, when it runs: 0 where it is what the page says. */
function printPlan(folder) {
  const env = { ...process.env, KAFKA_BROKERS: 'localhost:9092' }
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', planScript], { cwd: folder, encoding: 'utf8', env })
  const { rows, problems, notBuilt } = JSON.parse(printed)
  const expected = ['consumer billing orders ChargeOrder key 64', 'share thumbnails images ResizeImage none 32']
  if (problems.length === 0 && JSON.stringify(rows) === JSON.stringify(expected)) return 0
  console.error('the plan of docs/experience.md is not what the page says:', { rows, expected, problems, notBuilt })
  return 1
}

function main(tsc) {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', join(packages, 'samsa')], { stdio: 'inherit' })
  const folder = mkdtempSync(join(tmpdir(), 'samsa-experience-'))
  try {
    packInto(join(folder, 'node_modules'))
    writeApplication(folder)
    const end = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' })
    if (end.status !== 0) {
      console.error(end.stdout)
      return end.status ?? 1
    }
    return printPlan(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv[2])
