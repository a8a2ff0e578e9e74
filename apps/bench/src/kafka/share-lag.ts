import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

import { prepareJavaPrograms } from '../peers/java-programs.js'

/** Asks the broker what share groups have not settled. */
export interface ShareLag {
  /** Records of each partition of a topic that are neither acknowledged nor archived in a group; -1 where the broker does not tell. */
  readonly lags: (groupId: string, topic: string) => Promise<readonly number[]>
  readonly close: () => void
}

/** Java's admin client in a process of its own: neither librdkafka nor kafkajs has the request. */
export async function openShareLag(bootstrap: string): Promise<ShareLag> {
  const java = await prepareJavaPrograms()
  const { file, args } = java('ShareLag', [bootstrap])
  const asked = spawn(file, args, { stdio: ['pipe', 'pipe', 'ignore'] })
  const answers = createInterface({ input: asked.stdout })[Symbol.asyncIterator]()
  return {
    lags: async (groupId, topic) => {
      asked.stdin.write(`${groupId} ${topic}\n`)
      const { value, done } = await answers.next()
      if (done === true) throw new Error('The program that asks for the lag of share groups has ended.')
      return JSON.parse(value) as number[]
    },
    close: () => asked.kill(),
  }
}
