/** What a scenario file says about itself in the comments at its top. */
export interface ScenarioHead {
  /** The expected behaviour in one sentence: its first comment that is no directive. */
  readonly expectation: string
  /** `// own-broker`: it kills or restarts the broker, so it gets one of its own. */
  readonly hasOwnBroker: boolean
  /** `// broker-version: 4.2.2`: the Kafka release it is about; it gets a broker of its own. */
  readonly brokerVersion: string | undefined
  /** `// long`: part of the long run only. */
  readonly isLong: boolean
  /** `// limit: 180s`: what its work takes by arithmetic, in milliseconds; default 0. It is killed 60 s after that. */
  readonly workMs: number
}

const directive = /^(own-broker|long|broker-version:\s*(?<version>[\d.]+)|limit:\s*(?<amount>\d+)(?<unit>ms|s|m))$/

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 }

/** The comment lines at the top of a file, without their marks. */
const headLines = (source: string): string[] => {
  const lines: string[] = []
  for (const line of source.split('\n')) {
    const comment = /^\s*(?:\/\/|\/\*+|\*(?!\/))?\s?(?<text>.*?)\s*(?:\*+\/)?\s*$/.exec(line)
    const isComment = /^\s*(\/\/|\/\*|\*)/.test(line)
    if (!isComment && line.trim() !== '') break
    if (isComment) lines.push(comment?.groups?.text?.trim() ?? '')
  }
  return lines
}

const firstSentence = (lines: readonly string[]): string => {
  const text = lines.join(' ').trim()
  return /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text
}

/** Reads the head of a scenario file. */
export const readScenario = (source: string): ScenarioHead => {
  const lines = headLines(source)
  const directives = lines.map((line) => directive.exec(line)).filter((match) => match !== null)
  const named = (name: string): boolean => directives.some((match) => match[0] === name)
  const limit = directives.find((match) => match.groups?.amount !== undefined)?.groups
  return {
    expectation: firstSentence(lines.filter((line) => !directive.test(line))),
    hasOwnBroker: named('own-broker'),
    brokerVersion: directives.find((match) => match.groups?.version !== undefined)?.groups?.version,
    isLong: named('long'),
    workMs: limit === undefined ? 0 : Number(limit.amount) * (unitMs[limit.unit ?? 's'] ?? 0),
  }
}
