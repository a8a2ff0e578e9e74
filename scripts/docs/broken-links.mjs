// Relative links in Markdown files that lead nowhere.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const link = /\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)\s]*)?\)/g

/** `file: link` of every relative link whose target does not exist. */
export const brokenLinks = (files) =>
  files.flatMap((file) => {
    const text = readFileSync(file, 'utf8').replace(/```[\s\S]*?```/g, '')
    return [...text.matchAll(link)]
      .map((match) => match[1])
      .filter((target) => !existsSync(join(dirname(file), target)))
      .map((target) => `${file}: ${target}`)
  })
