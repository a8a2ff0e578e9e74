import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const samsa = dirname(createRequire(import.meta.url).resolve('samsa/package.json'))

function link(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  symlinkSync(from, to)
}

/** Writes an application that has `samsa` and `zod` installed: file names to texts. TypeScript is not compiled. */
export function writeApplication(folder: string, files: Readonly<Record<string, string>>): void {
  link(samsa, join(folder, 'node_modules/samsa'))
  link(join(samsa, 'node_modules/zod'), join(folder, 'node_modules/zod'))
  // marks the folder as the one where the search for a config ends
  const manifest = JSON.stringify({ name: 'application', type: 'module', private: true, workspaces: [] })
  for (const [name, text] of Object.entries({ 'package.json': manifest, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}
