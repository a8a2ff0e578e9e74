import { must, type Stage } from './scenario.js'

/** The group's committed positions, one a partition. */
export async function expectPassed(stage: Stage, topic: string, positions: readonly number[], group = stage.name('group')): Promise<void> {
  const committed = await stage.committed(group)
  for (const [partition, position] of positions.entries()) {
    const found = committed.get(`${topic}/${partition}`)
    must((found ?? 0) === position, `partition ${partition} is committed up to ${position}: ${found}`)
  }
}
