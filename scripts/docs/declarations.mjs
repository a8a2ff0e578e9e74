// Reads declarations and their docstrings from the sources. TypeScript 7 has no compiler API, so 5.9 (which the type tests need anyway) parses.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const ts = createRequire(new URL('../../packages/testkit/package.json', import.meta.url))('typescript-5.9')
const root = fileURLToPath(new URL('../../', import.meta.url))

/** The syntax tree of a file of the repository. */
export const parse = (path) => ts.createSourceFile(path, readFileSync(root + path, 'utf8'), ts.ScriptTarget.ESNext, true)

const oneLine = (text) => text.replace(/\s+/g, ' ').trim()
const docTextOf = (doc) => oneLine(ts.getTextOfJSDocComment(doc.comment) ?? '')

/** The docstring of a node, on one line; empty where there is none. */
export const docOf = (node) => (node.jsDoc ?? []).map(docTextOf).join(' ')

const declarationOf = (file, name) => {
  const found = parse(file).statements.find((statement) => statement.name?.text === name)
  if (!found) throw new Error(`${file} declares no ${name}: scripts/docs names it`)
  return found
}

/** The docstring of a declaration. */
export const describe = (file, name) => docOf(declarationOf(file, name))

/** Members of an interface: name, type as written, docstring. */
export const membersOf = (file, name) =>
  declarationOf(file, name)
    .members.filter((member) => member.name)
    .map((member) => ({
      name: member.name.text ?? member.name.getText(),
      type: oneLine(member.type?.getText() ?? '').replace(/ \| undefined$/, ''),
      doc: docOf(member),
    }))

/** Literal members of a union type with the docstring that stands before each. */
export const literalsOf = (file, name) => {
  const source = parse(file)
  const text = source.getFullText()
  return declarationOf(file, name).type.types.map((member) => {
    const before = ts.getLeadingCommentRanges(text, member.getFullStart()) ?? []
    const inside = text.slice(member.getFullStart(), member.getStart())
    const comment = [
      ...before.map(({ pos, end }) => text.slice(pos, end)),
      ...(inside.match(/\/\*\*[\s\S]*?\*\//g) ?? []),
      ...(previousComment(text, member.getFullStart()) ?? []),
    ].find((found) => found.startsWith('/**'))
    return { name: member.literal.text, doc: oneLine((comment ?? '').replace(/^\/\*\*|\*\/$/g, '').replace(/^\s*\*/gm, '')) }
  })
}

// the bar of a union stands between the comment and the member: the comment belongs to what precedes the bar
function previousComment(text, at) {
  const head = text.slice(0, at).replace(/\|\s*$/, '')
  const match = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(head)
  return match ? [match[0].trim()] : null
}
