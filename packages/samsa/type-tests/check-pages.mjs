// The code blocks of the README, of docs/getting-started.md and of each page of the guide: a page is one application, a block one file of it, named by its first line.
// Usage: node check-pages.mjs <path of tsc>
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { readBlocks } from './check-experience.mjs'

const root = join(import.meta.dirname, '../../..')
const samsa = join(root, 'packages/samsa')
const guide = readdirSync(join(root, 'docs/guide')).filter((name) => name.endsWith('.md'))
const pages = ['README.md', 'docs/getting-started.md', ...guide.map((name) => `docs/guide/${name}`)]

const write = (file, text) => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const link = (from, to) => {
  mkdirSync(dirname(to), { recursive: true })
  symlinkSync(realpathSync(from), to)
}

/** Writes the applications, one folder for each page; answers how many files they have. */
const writeApplications = (folder) => {
  const files = pages.flatMap((page) =>
    readBlocks(readFileSync(join(root, page), 'utf8'), page).map(({ name, text }) => [
      join(folder, 'src', basename(page, '.md'), name),
      text,
    ]),
  )
  for (const [file, text] of files) write(file, text)
  write(join(folder, 'package.json'), JSON.stringify({ name: 'pages', type: 'module', private: true }))
  const {
    customConditions: _none,
    composite: _build,
    ...strict
  } = JSON.parse(readFileSync(join(root, 'tsconfig.base.json'), 'utf8')).compilerOptions
  write(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...strict, noEmit: true }, include: ['src'] }))
  link(samsa, join(folder, 'node_modules/samsa'))
  link(join(samsa, 'node_modules/zod'), join(folder, 'node_modules/zod'))
  link(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'))
  return files.length
}

execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', samsa], { stdio: 'inherit' })
const folder = mkdtempSync(join(tmpdir(), 'samsa-pages-'))
try {
  const files = writeApplications(folder)
  const end = spawnSync(process.execPath, [process.argv[2], '-p', folder, '--pretty', 'false'], { encoding: 'utf8' })
  console.log(`${files} blocks of ${pages.length} pages${end.status === 0 ? '' : `\n${end.stdout}${end.stderr}`}`)
  process.exitCode = end.status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
