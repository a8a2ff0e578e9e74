import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { must } from './scenario.js'

const page = fileURLToPath(new URL('../../../../docs/experience.md', import.meta.url))

/** Replaces text that has to be there: the page may change, what a scenario takes from it must not get lost in silence. */
export function replace(text: string, what: string | RegExp, by: string): string {
  must(typeof what === 'string' ? text.includes(what) : what.test(text), `docs/experience.md no longer has ${String(what)}`)
  return text.replace(what, by)
}

/** The application of docs/experience.md: file names to texts. */
export function experience(): Record<string, string> {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```ts\n(\/\/ ([\w./-]+\.ts)\b[\s\S]*?)^```$/gm)]
  return Object.fromEntries(blocks.map(([, text, name]) => [name, text]))
}

/** Its consumer-group half, without the options of later issues; its own `Payments` says what it charged. Topic and group have names of their own. */
export function experienceOfConsumerGroups(topic: string, group: string): Record<string, string> {
  const whole = experience()
  let routes = whole['routes.ts'] ?? ''
  routes = replace(routes, /^  shareGroup\([\s\S]*?^  \}\),\n/m, '')
  routes = replace(routes, /^import \{ ResizeImage.*\n/m, '')
  routes = replace(routes, 'consumerGroup, defineRoutes, exponential, shareGroup', 'consumerGroup, defineRoutes')
  routes = replace(routes, '{ images, orders }', '{ orders }')
  for (const option of ['ordering', 'retry', 'deadLetter']) routes = replace(routes, new RegExp(`^ *${option}: .*\\n`, 'm'), '')
  return {
    'topics.ts': replace(whole['topics.ts'] ?? '', "topic('orders'", `topic('${topic}'`),
    'payments.ts': replace(
      whole['payments.ts'] ?? '',
      'attempt: number }) {}',
      'attempt: number }) {\n    console.log(`charged ${order.id} ${order.amount} ${options.attempt}`)\n  }',
    ),
    'consumers/charge-order.ts': whole['consumers/charge-order.ts'] ?? '',
    'routes.ts': replace(routes, "consumerGroup('billing'", `consumerGroup('${group}'`),
    'worker.config.ts': whole['worker.config.ts'] ?? '',
  }
}
