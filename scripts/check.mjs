// `npm run check`: layers, names, sizes, `any`, star exports: the house rules that a program can see.
import { writeFileSync } from 'node:fs'
import { checkLayers } from './check/layers.mjs'
import { checkNames } from './check/names.mjs'
import { checkSizes } from './check/sizes.mjs'
import { checkAny, checkStarExports } from './check/wording.mjs'

const { notes, problems } = checkSizes()
const checks = { 'layers': checkLayers(), 'names': checkNames(), 'sizes': problems, 'any': checkAny(), 'star exports': checkStarExports() }

for (const note of notes) console.log(note)
for (const [name, found] of Object.entries(checks)) {
  console.log(found.length === 0 ? `ok      ${name}` : `failed  ${name}\n${found.map((line) => `        ${line}`).join('\n')}`)
}
const failed = Object.values(checks).filter((found) => found.length > 0).length
const summary = { passed: Object.keys(checks).length - failed, failed, skipped: 0 }
if (process.env.SAMSA_SUMMARY_FILE) writeFileSync(process.env.SAMSA_SUMMARY_FILE, JSON.stringify(summary))
if (failed > 0) process.exitCode = 1
