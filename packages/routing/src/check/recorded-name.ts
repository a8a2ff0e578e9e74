/** Types that the compiler records where no class exists at run time. */
const typeless: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [Object, 'Object (an interface, a union, a type import under swc, or two files that import each other)'],
  [Function, 'Function (a class imported with `import type`, or a function type)'],
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
  [Symbol, 'symbol'],
  [BigInt, 'bigint'],
  [Array, 'an array'],
  [Promise, 'a Promise'],
  [undefined, 'nothing'],
])

/** How a recorded parameter type reads that no container can build; `null` where it is a class. */
export function recordedName(type: unknown): string | null {
  return typeless.get(type) ?? null
}
