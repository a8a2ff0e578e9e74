// `npm run docs` writes docs/reference; `npm run docs:check` fails where it differs from the sources, or where a link leads nowhere.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brokenLinks } from './docs/broken-links.mjs'
import { referencePages } from './docs/reference-pages.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const folder = `${root}docs/reference/`
const pages = Object.entries(referencePages())

const write = () => {
  mkdirSync(folder, { recursive: true })
  for (const [page, text] of pages) writeFileSync(folder + page, text)
}

const stale = () =>
  pages
    .filter(([page, text]) => !existsSync(folder + page) || readFileSync(folder + page, 'utf8') !== text)
    .map(([page]) => `docs/reference/${page} differs from the sources: run \`npm run docs\``)

const check = () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)
  const existing = files.map((file) => root + file).filter((file) => existsSync(file))
  const problems = [...stale(), ...brokenLinks(existing).map((broken) => `${broken.replace(root, '')}: no such file`)]
  for (const problem of problems) console.error(problem)
  console.log(`${pages.length} reference pages and ${existing.length} documents checked, ${problems.length} problems`)
  process.exitCode = problems.length === 0 ? 0 : 1
}

if (process.argv.includes('--check')) check()
else write()
