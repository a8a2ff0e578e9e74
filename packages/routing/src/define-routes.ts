import { isGroupBlock, type GroupBlock } from './block/group-block.js'
import { placeOf } from './block/place.js'
import { quoteGiven } from '@samsa/contracts'

/** Blocks of any number of modules, composed. A frozen value. */
export interface Routes {
  /** In order, nested routes unfolded, the same block once. */
  readonly blocks: readonly GroupBlock[]
  /** What was given and is neither a block nor routes (JavaScript); reported with all other problems. */
  readonly strays: readonly { readonly given: string; readonly place: string }[]
}

/** Composes blocks, and the routes of other modules. The order does not matter. */
export function defineRoutes(...parts: readonly (GroupBlock | Routes)[]): Routes {
  const place = placeOf(defineRoutes)
  const blocks = new Set<GroupBlock>()
  const strays: Routes['strays'][number][] = []
  for (const part of parts) {
    if (isGroupBlock(part)) blocks.add(part)
    else if (isRoutes(part)) {
      for (const block of part.blocks) blocks.add(block)
      strays.push(...part.strays)
    } else strays.push(Object.freeze({ given: quoteGiven(part), place }))
  }
  return Object.freeze({ blocks: Object.freeze([...blocks]), strays: Object.freeze(strays) })
}

/** Whether `value` was made by `defineRoutes`. */
export function isRoutes(value: unknown): value is Routes {
  return (
    typeof value === 'object' &&
    value !== null &&
    Array.isArray((value as Partial<Routes>).blocks) &&
    Array.isArray((value as Partial<Routes>).strays)
  )
}
