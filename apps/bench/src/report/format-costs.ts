import Table from 'cli-table3'

import type { Cost } from '../measure/costs.js'

/** The comparisons of CPU for people, each with the middle half of its rounds and, where there is one, its target. */
export function formatCosts(costs: readonly Cost[]): string {
  const table = new Table({
    head: ['thread CPU a record', 'median of rounds', 'middle half', 'rounds', 'target', ''],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  })
  for (const { name, value, lowerQuarter, upperQuarter, rounds, target } of costs) {
    // a target inside the middle half is reached as far as these rounds can tell
    const verdict = target === undefined ? '' : value <= target || lowerQuarter <= target ? 'reached' : 'above'
    const spread = `${lowerQuarter.toFixed(3)}–${upperQuarter.toFixed(3)}`
    table.push([name, value.toFixed(3), spread, rounds, target === undefined ? '' : `≤ ${target}`, verdict])
  }
  return table.toString()
}
