import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What is said where no stack tells a place. */
export const unknownPlace = 'an unknown place'

/** `file:line` (relative to the working directory) from which `callee` was called; source maps count where Node uses them. */
export function placeOf(callee: (...args: never[]) => unknown): string {
  const holder: { stack?: string } = {}
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 1
  Error.captureStackTrace(holder, callee)
  Error.stackTraceLimit = limit
  const frame = holder.stack?.split('\n').find((line) => line.trimStart().startsWith('at '))
  return frame === undefined ? unknownPlace : placeOfFrame(frame, process.cwd())
}

/** `file:line` of one line of a stack, relative to `folder`. */
export function placeOfFrame(frame: string, folder: string): string {
  const match = /(?:\(|at (?:async )?)([^()]+):(\d+):\d+\)?$/.exec(frame.trim())
  const file = match?.[1]
  if (file === undefined || file === '<anonymous>' || file.startsWith('node:')) return unknownPlace
  const path = file.startsWith('file:') ? fileURLToPath(file) : file
  return `${relative(folder, path)}:${match?.[2]}`
}
