import type { Class } from './fits/consumer-class.js'

/** Anything that builds classes: a container of tsyringe is one, so is a function over a Map. */
export interface Container {
  readonly resolve: <I>(type: Class<I>) => I
}
