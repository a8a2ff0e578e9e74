import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const manifest = createRequire(import.meta.url)('samsa/package.json') as { bin: { worker: string } }

/** The bin `worker` of the package that users install. */
export const workerBinary = join(dirname(createRequire(import.meta.url).resolve('samsa/package.json')), manifest.bin.worker)
