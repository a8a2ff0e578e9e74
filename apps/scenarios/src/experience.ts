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

/** Names of its topics and groups where an application of its own is wanted. */
export interface ExperienceNames {
  readonly orders: string
  readonly images: string
  readonly billing: string
  readonly thumbnails: string
}

/** The names as the page has them. */
export const pageNames: ExperienceNames = { orders: 'orders', images: 'images', billing: 'billing', thumbnails: 'thumbnails' }

/**
 * Both halves of it, without the options of later issues; its own `Payments` and `resize` say what they did, and its graphics card has no capacity at first. Topics
 * and groups have the names given.
 */
export function runnableExperience(names: ExperienceNames): Record<string, string> {
  const whole = experience()
  return {
    ...whole,
    'topics.ts': renamed(whole['topics.ts'], "topic('", { orders: names.orders, images: names.images }),
    'payments.ts': replace(
      whole['payments.ts'] ?? '',
      'attempt: number }) {}',
      'attempt: number }) {\n    console.log(`charged ${order.id} ${order.amount} ${options.attempt}`)\n  }',
    ),
    'images.ts': tellingImages(whole['images.ts'] ?? ''),
    'routes.ts': withoutLater(renamedRoutes(whole['routes.ts'], names)),
  }
}

function renamed(text: string | undefined, before: string, names: Readonly<Record<string, string>>): string {
  return Object.entries(names).reduce((changed, [name, own]) => replace(changed, `${before}${name}'`, `${before}${own}'`), text ?? '')
}

function renamedRoutes(routes: string | undefined, { orders, images, billing, thumbnails }: ExperienceNames): string {
  const groups = renamed(renamed(routes, "consumerGroup('", { billing }), "shareGroup('", { thumbnails })
  return renamed(groups, "deadLetter: 'dlq.", { orders, images })
}

function tellingImages(text: string): string {
  const reserving = replace(text, 'tryReserve: () => true', 'asked: 0, tryReserve() { return ++this.asked > 3 }')
  return replace(reserving, 'signal: AbortSignal }) {}', 'signal: AbortSignal }) {\n  console.log(`resized ${url}`)\n}')
}

function withoutLater(routes: string): string {
  return replace(routes, /^ *ordering: .*\n/m, '')
}
