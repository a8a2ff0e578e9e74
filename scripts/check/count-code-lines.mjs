/**
 * Lines of a JavaScript, TypeScript or C++ source that hold code: no blank ones, none with only a comment. A line scanner: a comment mark
 * inside a string that spans lines is taken for a comment.
 * @param {string} source
 */
export const countCodeLines = (source) => {
  let count = 0
  let inBlock = false
  for (const line of source.split('\n')) {
    const { rest, isOpen } = withoutComments(line, inBlock)
    inBlock = isOpen
    if (rest.trim() !== '') count += 1
  }
  return count
}

const token = /\/\/.*|\/\*|\*\/|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`/g

/** @param {string} line @param {boolean} inBlock whether a block comment is open at its start */
const withoutComments = (line, inBlock) => {
  let rest = ''
  let at = 0
  let isOpen = inBlock
  for (const match of line.matchAll(token)) {
    const [text] = match
    if (isOpen) {
      if (text !== '*/' && !text.endsWith('*/')) continue
      isOpen = false
      at = match.index + text.length
    } else if (text === '/*' || text.startsWith('//')) {
      rest += line.slice(at, match.index)
      if (text !== '/*') return { rest, isOpen: false }
      isOpen = true
    }
  }
  return { rest: isOpen ? rest : rest + line.slice(at), isOpen }
}
