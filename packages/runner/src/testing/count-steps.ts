import { Session } from 'node:inspector/promises'

/** What walks over the elements of an array, or moves them, without a block of code for each. */
const walks = [
  'concat',
  'fill',
  'includes',
  'indexOf',
  'lastIndexOf',
  'reverse',
  'shift',
  'slice',
  'splice',
  'toSpliced',
  'unshift',
] as const
const isOfRunner = (url: string): boolean => url.includes('/packages/runner/src/') && !/\/testing\/|\.test\./.test(url)

/** Counts what the code of this package does, which no clock on a busy machine can. */
export interface StepCounter {
  /** Blocks of code that are executed while `run` runs, and elements of arrays that are copied, spread, searched or moved. Everybody's arrays count, so fakes must do little. */
  readonly during: (run: () => Promise<void>) => Promise<number>
  readonly stop: () => Promise<void>
}

/**
 * Begins to count: before the code that is to be counted is called for the first time in this file. Blocks within functions that ran before, as in an earlier file of the same
 * worker of jest, may go uncounted: counts are lower then.
 */
export async function countSteps(): Promise<StepCounter> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  /** Since it was asked last. */
  const blocks = async (): Promise<number> => {
    const { result } = await session.post('Profiler.takePreciseCoverage')
    const ranges = result.filter(({ url }) => isOfRunner(url)).flatMap(({ functions }) => functions.flatMap((one) => one.ranges))
    return ranges.reduce((sum, { count }) => sum + count, 0)
  }
  const during = async (run: () => Promise<void>): Promise<number> => {
    await blocks()
    const elements = countElements()
    try {
      await run()
    } finally {
      elements.stop()
    }
    return (await blocks()) + elements.counted()
  }
  const stop = async (): Promise<void> => {
    await session.post('Profiler.stopPreciseCoverage')
    session.disconnect()
  }
  return { during, stop }
}

/** How many times as many steps four times the records take: in proportion 4, by the square 16. */
export async function growthOf(steps: (records: number) => Promise<number>): Promise<number> {
  // what runs for the first time is not counted as a whole
  await steps(200)
  const few = await steps(200)
  return (await steps(800)) / few
}

function countElements(): { readonly counted: () => number; readonly stop: () => void } {
  let counted = 0
  const undo: (() => void)[] = []
  const patch = (target: object, name: string, cost: (self: unknown) => number): void => {
    const original = Reflect.get(target, name) as (...args: unknown[]) => unknown
    const counting = function (this: unknown, ...args: unknown[]): unknown {
      counted += cost(this)
      return Reflect.apply(original, this, args)
    }
    const put = (value: unknown): void => void Object.defineProperty(target, name, { value, configurable: true, writable: true })
    put(counting)
    undo.push(() => put(original))
  }
  for (const name of walks) patch(Array.prototype, name, (self) => (self as readonly unknown[]).length)
  patch(Object.getPrototypeOf([].values()) as object, 'next', () => 1)
  return { counted: () => counted, stop: () => undo.forEach((restore) => restore()) }
}
