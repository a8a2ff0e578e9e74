import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../set-up/machine.mjs'

/**
 * Lets oxlint measure: runs one rule alone over files and gives its findings, which for a measuring rule are no faults.
 * @param {string} rule @param {unknown} setting @param {readonly string[]} files
 * @returns {{ file: string, line: number, message: string }[]}
 */
export const probeLint = (rule, setting, files) => {
  const folder = mkdtempSync(join(tmpdir(), 'samsa-probe-'))
  try {
    const config = join(folder, 'oxlintrc.json')
    writeFileSync(config, JSON.stringify({ plugins: ['typescript'], categories: { correctness: 'off' }, rules: { [rule]: setting } }))
    const args = ['-c', config, '-f', 'json', '--disable-nested-config', ...files]
    const { stdout, error } = spawnSync(join(root, 'node_modules', '.bin', 'oxlint'), args, {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256 << 20,
    })
    if (error !== undefined) throw error
    const { diagnostics } = JSON.parse(stdout)
    return diagnostics.map((/** @type {any} */ one) => ({ file: one.filename, line: one.labels[0]?.span.line ?? 0, message: one.message }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
