import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readScenario, type ScenarioHead } from './read-scenario.js'

/** One scenario file. */
export interface ScenarioFile extends ScenarioHead {
  /** File name without `.scenario.ts`. */
  readonly name: string
  /** The compiled file. */
  readonly program: string
}

/** What to run. */
export interface ScenarioChoice {
  /** Names, or beginnings of names; empty for all. */
  readonly names: readonly string[]
  /** Whether those marked `// long` are run too; one that is named is run anyway. */
  readonly isLong: boolean
}

const applicationFolder = fileURLToPath(new URL('../../../../apps/scenarios/', import.meta.url))
const suffix = '.scenario.ts'

/**
 * The scenarios to run, the longest first so that the end of the run is not one process alone.
 *
 * @throws Error where a name fits no file.
 */
export const findScenarios = async ({ names, isLong }: ScenarioChoice, folder = applicationFolder): Promise<ScenarioFile[]> => {
  const sources = (await readdir(join(folder, 'scenarios'))).filter((file) => file.endsWith(suffix)).toSorted()
  const files = await Promise.all(
    sources.map(async (file) => ({
      ...readScenario(await readFile(join(folder, 'scenarios', file), 'utf8')),
      name: file.slice(0, -suffix.length),
      program: join(folder, 'dist', 'scenarios', file.replace(/\.ts$/, '.js')),
    })),
  )
  const unknown = names.find((name) => !files.some((file) => file.name.startsWith(name)))
  if (unknown !== undefined) throw new Error(`no scenario \`${unknown}\` in ${join(folder, 'scenarios')}`)
  const isChosen = (file: ScenarioFile): boolean =>
    names.length === 0 ? isLong || !file.isLong : names.some((name) => file.name.startsWith(name))
  return files.filter(isChosen).toSorted((left, right) => right.workMs - left.workMs)
}
