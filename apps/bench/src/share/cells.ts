import type { HandlerName, ShareOptions } from './share-options.js'

/** One kind of work: all candidates do it in turn, in one process and in several. */
export interface Cell {
  readonly handler: HandlerName
  /** Records in work at once in a process. */
  readonly inWork: number
  /** Records of a producer batch. */
  readonly batchRecords: number
}

/** What `concurrency` says where the handler returns at once, so that nothing is ever in work. */
const noopInWork = 64
const mostSingleBatches = 200_000
const longestBatchMs = 10_000

/**
 * The kinds of work that the options ask for. Left out: waiting handlers with batches that one process would work on for more than 10 s. A
 * batch comes whole, and nobody who has it may hold it for longer than its lock.
 */
export function cellsOf({ handlers, inWork, batches, workMs }: Pick<ShareOptions, 'handlers' | 'inWork' | 'batches' | 'workMs'>): Cell[] {
  return handlers.flatMap((handler) =>
    (handler === 'noop' ? [noopInWork] : inWork).flatMap((lanes) =>
      batches
        .filter((size) => handler === 'noop' || (size * workMs) / lanes <= longestBatchMs)
        .map((batchRecords) => ({ handler, inWork: lanes, batchRecords })),
    ),
  )
}

/**
 * Records of a run: as many as asked for where the handler returns at once; else as many as the processes can work on in the time asked for.
 * Rounded up to whole batches, the same number of them in each partition.
 */
export function recordsOf(
  cell: Cell,
  processes: number,
  options: Pick<ShareOptions, 'records' | 'waitSeconds' | 'workMs' | 'partitions'>,
): number {
  const unit = options.partitions * cell.batchRecords
  return Math.ceil(wantedOf(cell, processes, options) / unit) * unit
}

function wantedOf(
  { handler, inWork, batchRecords }: Cell,
  processes: number,
  { records, waitSeconds, workMs }: Pick<ShareOptions, 'records' | 'waitSeconds' | 'workMs'>,
): number {
  if (handler === 'wait') return (inWork * processes * waitSeconds * 1000) / workMs
  return batchRecords === 1 ? Math.min(records, mostSingleBatches) : records
}
