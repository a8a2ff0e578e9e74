import { createRequire } from 'node:module'

import type * as Confluent from '@confluentinc/kafka-javascript'

import { kafkaJavascriptFolders } from './kafka-javascript-folders.js'

/**
 * kafka-javascript with its compiled library: the installed package once the repository's set-up has built it, else the set-up's cache.
 *
 * @throws when neither is built; the message names the places tried and the command that builds it.
 */
export function loadKafkaJavascript(): typeof Confluent {
  const require = createRequire(import.meta.url)
  const failures: string[] = []
  for (const folder of kafkaJavascriptFolders()) {
    try {
      return require(folder) as typeof Confluent
    } catch (error) {
      failures.push(`${folder}: ${String(error).split('\n')[0]}`)
    }
  }
  throw new Error(`kafka-javascript is not built (\`npm test\` builds it once):\n${failures.join('\n')}`)
}
