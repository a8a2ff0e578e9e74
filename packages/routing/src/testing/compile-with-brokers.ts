import { compileRoutes } from '../compile-routes.js'
import type { GroupBlock } from '../block/group-block.js'
import { defineRoutes } from '../define-routes.js'
import { defineWorker, type WorkerOptions } from '../define-worker.js'
import type { CompiledRoutes } from '../plan/compiled-routes.js'

/** A worker over these blocks that has brokers, compiled. */
export function compileWithBrokers(blocks: readonly GroupBlock[], options: Partial<WorkerOptions> = {}): CompiledRoutes {
  return compileRoutes(defineWorker({ routes: defineRoutes(...blocks), kafka: { 'bootstrap.servers': 'localhost:9092' }, ...options }))
}

/** `path: reason` of each problem. */
export function reasonsOf(compiled: CompiledRoutes): readonly string[] {
  return compiled.problems.map(({ path, reason }) => `${path}: ${reason}`)
}
