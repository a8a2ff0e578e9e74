import { probeLint } from './probe-lint.mjs'
import { isHandwritten, listFiles, readSource } from './source-files.mjs'

const typescript = () => listFiles(/^(packages|apps)\/.*\.m?ts$/).filter(isHandwritten)

/** `any` needs a comment on its line that says why. */
export const checkAny = () => [...new Set(findAny())]

const findAny = () =>
  probeLint('typescript/no-explicit-any', 'error', typescript())
    .filter(({ file, line }) => !/\/[/*]+\s*\S{2,}/.test(readSource(file).split('\n')[line - 1] ?? ''))
    .map(({ file, line }) => `${file}:${line}: \`any\` without a reason on its line`)

/** @param {string} file @param {string} source */
export const findStarExports = (file, source) =>
  source
    .split('\n')
    .flatMap((text, index) => (/^\s*export\s+(type\s+)?\*/.test(text) ? [`${file}:${index + 1}: name what is exported`] : []))

/** Exports are named one by one. */
export const checkStarExports = () => typescript().flatMap((file) => findStarExports(file, readSource(file)))
