import { beforeAll, describe, expect, it } from '@jest/globals'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findScenarios } from './find-scenarios.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
beforeAll(() => {
  mkdirSync(join(folder, 'scenarios'))
  const write = (name: string, head: string): void => writeFileSync(join(folder, 'scenarios', name), `${head}\nawait 0\n`)
  write('stop-idle.scenario.ts', '// It stops.')
  write('stop-busy.scenario.ts', '// It stops too.\n// limit: 30s')
  write('soak.scenario.ts', '// It goes on.\n// long')
  write('stage.ts', '// No scenario.')
})

const names = async (choice: { names: string[]; isLong: boolean }): Promise<string[]> =>
  (await findScenarios(choice, folder)).map((file) => file.name)

describe('findScenarios', () => {
  it('finds those for every time, the longest first', async () => {
    expect(await names({ names: [], isLong: false })).toEqual(['stop-busy', 'stop-idle'])
  })

  it('finds the long ones too where asked, or where one is named', async () => {
    expect(await names({ names: [], isLong: true })).toEqual(['stop-busy', 'soak', 'stop-idle'])
    expect(await names({ names: ['soak'], isLong: false })).toEqual(['soak'])
  })

  it('takes beginnings of names', async () => {
    expect(await names({ names: ['stop-'], isLong: false })).toEqual(['stop-busy', 'stop-idle'])
  })

  it('runs what was compiled', async () => {
    const [file] = await findScenarios({ names: ['soak'], isLong: false }, folder)
    expect(file).toMatchObject({ program: join(folder, 'dist', 'scenarios', 'soak.scenario.js'), expectation: 'It goes on.' })
  })

  it('refuses a name that fits nothing', async () => {
    await expect(names({ names: ['nothing'], isLong: false })).rejects.toThrow('no scenario `nothing`')
  })
})
