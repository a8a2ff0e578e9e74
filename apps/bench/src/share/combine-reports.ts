import type { Sample } from '../measure/sample.js'
import type { MemberReport } from '../program/share/share-job.js'

/**
 * The sample of a run of several processes: from the moment on when all of them had records in their hands to the last record of all. What
 * was handled before that moment does not count, so that one that joined late makes nobody look slow. CPU and memory are added up.
 *
 * A process that got no record is left out of the choice of that moment.
 */
export function combineReports(reports: readonly MemberReport[]): Sample {
  const working = reports.filter(({ handled }) => handled > 0)
  const start = Math.max(...working.map(({ timeline }) => timeline[0]!))
  const end = Math.max(...working.map(({ timeline }) => timeline.at(-2)!))
  const threads = working.map(({ threadCpuSeconds }) => threadCpuSeconds)
  const all = sum(working.map(({ handled }) => handled))
  const records = all - sum(working.map(({ timeline }) => handledAt(timeline, start)))
  const share = records / all
  return {
    records: Math.round(records),
    seconds: (end - start) / 1000,
    cpuSeconds: share * sum(working.map(({ cpuSeconds }) => cpuSeconds)),
    threadCpuSeconds: threads.some((one) => one === null) ? null : share * sum(threads.map((one) => one ?? 0)),
    peakRssMiB: sum(reports.map(({ peakRssMiB }) => peakRssMiB)),
  }
}

/** Records handled at a time, between two points in proportion. */
function handledAt(timeline: readonly number[], at: number): number {
  for (let i = 2; i < timeline.length; i += 2) {
    if (timeline[i]! < at) continue
    const [before, after] = [timeline[i - 2]!, timeline[i]!]
    const part = after === before ? 0 : Math.max(0, at - before) / (after - before)
    return timeline[i - 1]! + part * (timeline[i + 1]! - timeline[i - 1]!)
  }
  return timeline.at(-1) ?? 0
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
