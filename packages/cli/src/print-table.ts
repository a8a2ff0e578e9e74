import Table from 'cli-table3'
import type { Output } from './host.js'

const bare = {
  'top': '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  'bottom': '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  'left': '',
  'left-mid': '',
  'mid': '',
  'mid-mid': '',
  'right': '',
  'right-mid': '',
  'middle': '  ',
}

/** Writes rows under their heads, aligned, without borders: easy to read, easy to cut. */
export const printTable = (output: Output, heads: readonly string[], rows: readonly (readonly string[])[]): void => {
  const table = new Table({
    head: [...heads],
    chars: bare,
    style: { 'padding-left': 0, 'padding-right': 0, 'head': output.isTerminal ? ['bold'] : [], 'border': [] },
  })
  table.push(...rows.map((row) => [...row]))
  const text = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
  output.write(`${text.join('\n')}\n`)
}
