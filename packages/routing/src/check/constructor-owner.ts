import 'reflect-metadata'
import type { Class } from '../fits/consumer-class.js'

/** The class in the chain whose constructor takes the container's arguments; `null` where none takes any. */
export function constructorOwner(type: Class<object>): Class<object> | null {
  for (let at: unknown = type; isClass(at); at = Object.getPrototypeOf(at)) {
    if (at.length > 0) return at
    const recorded = Reflect.getOwnMetadata('design:paramtypes', at) as readonly unknown[] | undefined
    if (recorded !== undefined && recorded.length > 0) return at // parameters with defaults do not count in `length`
    if (hasOwnConstructor(at)) return null
  }
  return null
}

/** Whether `value` may be a class. */
export function isClass(value: unknown): value is Class<object> {
  return typeof value === 'function' && value !== Function.prototype
}

/** A derived class without constructor of its own has length 0 as well: only its source tells the two apart. */
function hasOwnConstructor(type: Class<object>): boolean {
  const source = Function.prototype.toString.call(type)
  return !source.startsWith('class') || /(?:^|[\s{};])constructor\s*\(/u.test(source)
}
