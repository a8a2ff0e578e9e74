import { listFiles } from './source-files.mjs'

const forbidden = /^(utils?|helpers?|common|misc|core|shared|types|interfaces?|constants?|managers?|processors?|base)$/

// What tools look for under a name of its own.
const givenNames = /^((README|CHANGELOG|LICENSE|NOTICE|Dockerfile|CONTRIBUTING)(\.md)?|[A-Z]\w*\.java)$/

const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/

/**
 * What is wrong with the name of a file or folder; `undefined` where nothing is.
 * @param {string} name
 */
export const explainName = (name) => {
  if (givenNames.test(name) || name.startsWith('.')) return undefined
  const stem = name.split(/[-.]/).find((word) => forbidden.test(word.toLowerCase()))
  if (stem !== undefined) return `\`${stem}\` does not say what is inside`
  return kebabCase.test(name) ? undefined : 'not in kebab-case'
}

/** Names of files and folders in packages, apps and scripts. */
export const checkNames = () => {
  const files = listFiles(/^(packages|apps|scripts)\//).filter((file) => !/(^|\/)kafka\/[\d.]+\//.test(file))
  const paths = new Set(files.flatMap((file) => file.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'))))
  return [...paths].flatMap((path) => {
    const problem = explainName(path.split('/').at(-1) ?? '')
    return problem === undefined ? [] : [`${path}: ${problem}`]
  })
}
