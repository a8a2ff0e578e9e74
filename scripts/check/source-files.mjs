import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../set-up/machine.mjs'

/**
 * Files of the repository, tracked or new, that exist and are not ignored; paths from the root.
 * @param {RegExp} pattern
 */
export const listFiles = (pattern) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  })
    .split('\0')
    .filter((file) => pattern.test(file) && existsSync(join(root, file)))

/** @param {string} file path from the root */
export const readSource = (file) => readFileSync(join(root, file), 'utf8')

/** Files that hold tests, or what only tests use. */
export const testFile = /\.(test|test-d|scenario)\.[a-z]+$|\/conformance\/|\/testing\//

/** Files that somebody wrote by hand. @param {string} file */
export const isHandwritten = (file) => !/(^|\/)(generated|fixtures)\//.test(file)
