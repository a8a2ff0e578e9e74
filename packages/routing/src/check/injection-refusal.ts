import type { ConsumerMark } from '../consumer.js'
import type { Class } from '../fits/consumer-class.js'

/** Why a class cannot be built, and what to do. */
export type Refusal = readonly [reason: string, cure: string]

const decorator = (isConsumer: boolean): string => (isConsumer ? '@Consumer()' : '@injectable()')

/** A class with parameters that nobody decorated. */
export function undecorated(type: Class<object>, isConsumer: boolean): Refusal {
  return [`${type.name} takes constructor parameters and is not decorated`, `write ${decorator(isConsumer)} in front of class ${type.name}`]
}

/** A class that inherits a constructor with parameters and is not decorated itself: the container would call it without arguments. */
export function inheritedUndecorated(type: Class<object>, owner: Class<object>, isConsumer: boolean): Refusal {
  return [
    `${type.name} inherits the constructor of ${owner.name} without ${decorator(isConsumer)}, so its parameters would be undefined`,
    `write ${decorator(isConsumer)} in front of class ${type.name}`,
  ]
}

/** A parameter whose type is no class at run time. */
export function withoutClass(type: Class<object>, position: number, recorded: string, isConsumer: boolean): Refusal {
  const inject = isConsumer
    ? `@Consumer({ inject: [${'undefined, '.repeat(position)}TheClass] })`
    : `@inject(token) in front of the parameter`
  return [
    `parameter ${position + 1} of the constructor of ${type.name} has no class at run time: its type is recorded as ${recorded}`,
    `import the class itself, not with \`import type\`, or write ${inject}`,
  ]
}

/** Parameters of which nothing was recorded at all. */
export function withoutMetadata(
  type: Class<object>,
  owner: Class<object>,
  mark: ConsumerMark | null,
  unfilled: readonly number[],
): Refusal {
  const which =
    unfilled.length === 1 ? `parameter ${(unfilled[0] ?? 0) + 1}` : `parameters ${unfilled.map((position) => position + 1).join(', ')}`
  const inject = `write @Consumer({ inject: [TheClass, …] }) in front of class ${type.name}`
  if (mark?.decorators === 'standard') {
    return [
      `${which} of the constructor of ${type.name} cannot be injected: standard (TC39) decorators record no types`,
      `set experimentalDecorators and emitDecoratorMetadata, or ${inject}`,
    ]
  }
  if (owner !== type) {
    return [
      `${which} of the constructor that ${type.name} inherits from ${owner.name} cannot be injected: ${owner.name} is not decorated, so no types were recorded`,
      `decorate class ${owner.name} with @injectable(), or ${inject}`,
    ]
  }
  return [
    `${which} of the constructor of ${type.name} cannot be injected: this build records no types`,
    `set emitDecoratorMetadata (swc: decoratorMetadata; tsx and plain type stripping cannot), or ${inject}`,
  ]
}
