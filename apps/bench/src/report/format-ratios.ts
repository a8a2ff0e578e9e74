import Table from 'cli-table3'

import type { Ratio } from '../measure/ratios.js'

/** The ratios for people, each with the spread of its rounds and, where there is one, its target. */
export function formatRatios(ratios: readonly Ratio[]): string {
  const table = new Table({
    head: ['ratio of medians', 'value', 'by round', 'target', ''],
    colAligns: ['left', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  })
  for (const { name, value, lowest, highest, target } of ratios) {
    const verdict = target === undefined ? '' : value >= target ? 'reached' : 'below'
    table.push([name, value.toFixed(2), `${lowest.toFixed(2)}–${highest.toFixed(2)}`, target === undefined ? '' : `≥ ${target}`, verdict])
  }
  return table.toString()
}
