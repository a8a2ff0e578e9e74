import { countCodeLines } from './count-code-lines.mjs'
import { probeLint } from './probe-lint.mjs'
import { isHandwritten, listFiles, readSource, testFile } from './source-files.mjs'

const script = { think: 250, most: 400, median: 60, ninetieth: 180 }
const native = { think: 200, most: 350, median: 60, ninetieth: 200 }
const longestFunction = 60

/** The value below which this part of the others lies. @param {readonly number[]} values @param {number} part 0 to 1 */
export const quantile = (values, part) => {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0
}

/**
 * @param {string} what @param {typeof script} limits @param {readonly string[]} files
 * @returns {{ notes: string[], problems: string[] }}
 */
const checkFiles = (what, limits, files) => {
  const sizes = files.map((file) => ({ file, lines: countCodeLines(readSource(file)) }))
  const lines = sizes.map((one) => one.lines)
  const [median, ninetieth] = [quantile(lines, 0.5), quantile(lines, 0.9)]
  const big = sizes.filter((one) => one.lines > limits.think).map((one) => `${one.lines} ${one.file}`)
  const problems = sizes
    .filter((one) => one.lines > limits.most)
    .map((one) => `${one.file}: ${one.lines} code lines, ${limits.most} are the most`)
  if (median > limits.median) problems.push(`${what}: the median file has ${median} code lines, ${limits.median} are the most`)
  if (ninetieth > limits.ninetieth)
    problems.push(`${what}: a tenth of the files have over ${ninetieth} code lines, ${limits.ninetieth} are the most`)
  const over = big.length === 0 ? '' : `; over ${limits.think}: ${big.join(', ')}`
  return { notes: [`${what}: ${files.length} files, median ${median}, p90 ${ninetieth} code lines${over}`], problems }
}

/** @param {readonly string[]} files */
const checkFunctions = (files) => {
  const setting = ['error', { max: 0, skipBlankLines: true, skipComments: true, IIFEs: true }]
  const found = probeLint('max-lines-per-function', setting, files).map(({ file, line, message }) => ({
    place: `${file}:${line}`,
    lines: Number(/\((\d+)\)/.exec(message)?.[1] ?? 0),
  }))
  const lines = found.map((one) => one.lines)
  const note = `functions: ${found.length}, median ${quantile(lines, 0.5)}, p90 ${quantile(lines, 0.9)} code lines`
  const problems = found
    .filter((one) => one.lines > longestFunction)
    .map((one) => `${one.place}: a function of ${one.lines} code lines, ${longestFunction} are the most`)
  return { notes: [note], problems }
}

/** Sizes of files and functions against the house rules. */
export const checkSizes = () => {
  const sources = listFiles(/^(packages|apps|scripts)\/.*\.(ts|mts|mjs|js)$/).filter(isHandwritten)
  const products = sources.filter((file) => !testFile.test(file))
  const parts = [
    checkFiles('sources', script, products),
    checkFiles(
      'tests',
      { ...script, median: 250, ninetieth: 400 },
      sources.filter((file) => testFile.test(file)),
    ),
    checkFiles('native', native, listFiles(/^packages\/.*\.(cc|h|cpp|hpp)$/).filter(isHandwritten)),
    checkFunctions(products),
  ]
  return { notes: parts.flatMap((part) => part.notes), problems: parts.flatMap((part) => part.problems) }
}
