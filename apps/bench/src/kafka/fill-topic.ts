import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import type { FilledTopic } from '../measure/verify-consumed.js'
import { prepareJavaPrograms } from '../peers/java-programs.js'

const run = promisify(execFile)
const fillLimitMs = 600_000

/** Makes a topic and fills it with keyed JSON records, evenly over its partitions. The number of records is rounded up to a multiple of them. */
export async function fillTopic(bootstrap: string, wanted: FilledTopic): Promise<FilledTopic> {
  const filled = { ...wanted, records: Math.ceil(wanted.records / wanted.partitions) * wanted.partitions }
  const java = await prepareJavaPrograms()
  const { file, args } = java('FillTopic', [bootstrap, filled.topic, ...[filled.partitions, filled.records, filled.valueBytes].map(String)])
  await run(file, args, { timeout: fillLimitMs })
  return filled
}
