import 'reflect-metadata'
import { consumerMark } from '../consumer.js'
import type { Draft } from '../compile/draft.js'
import type { Class } from '../fits/consumer-class.js'
import { constructorOwner, isClass } from './constructor-owner.js'
import { inheritedUndecorated, undecorated, withoutClass, withoutMetadata, type Refusal } from './injection-refusal.js'
import { recordedName } from './recorded-name.js'

/** Where a consumer is routed, and what the container knows. */
export interface InjectionScope {
  readonly path: string
  readonly place: string
  /** Whether the container was told how to build a class. */
  readonly registered: (type: object) => boolean
  /** Whether what is injected is looked at as well: not where `setup` can still register it. */
  readonly deep: boolean
}

/** Reports every constructor parameter that the container could not fill, with class, position and both cures: those of the consumer, and of what it is given. */
export function checkInjection(draft: Draft, scope: InjectionScope, consumer: Class<object>): void {
  const seen = new Set<object>()
  const visit = (type: Class<object>): void => {
    if (seen.has(type) || scope.registered(type)) return
    seen.add(type)
    const { refusals, needs } = checkClass(type, type === consumer)
    for (const [reason, cure] of refusals) draft.problem('SAMSA_INJECTION', scope.path, reason, cure, [scope.place])
    if (scope.deep) for (const need of needs) visit(need)
  }
  visit(consumer)
}

/** What is wrong with one class, and the classes that its constructor asks for. */
function checkClass(
  type: Class<object>,
  isConsumer: boolean,
): { readonly refusals: readonly Refusal[]; readonly needs: readonly Class<object>[] } {
  const owner = constructorOwner(type)
  if (owner === null) return { refusals: [], needs: [] }
  const mark = consumerMark(type)
  if (mark === null && !Reflect.hasOwnMetadata('design:paramtypes', type)) {
    return { refusals: [owner === type ? undecorated(type, isConsumer) : inheritedUndecorated(type, owner, isConsumer)], needs: [] }
  }
  const recorded = Reflect.getMetadata('design:paramtypes', type) as readonly unknown[] | undefined
  const tokens = (Reflect.getOwnMetadata('injectionTokens', type) ?? {}) as Readonly<Record<string, unknown>>
  const positions = Array.from({ length: Math.max(owner.length, recorded?.length ?? 0) }, (_, position) => position)
  const unfilled = positions.filter((position) => tokens[position] === undefined && recordedName(recorded?.[position]) !== null)
  const needs = positions
    .map((position) => tokens[position] ?? recorded?.[position])
    .filter((need): need is Class<object> => isClass(need) && recordedName(need) === null)
  if (unfilled.length > 0 && recorded === undefined) return { refusals: [withoutMetadata(type, owner, mark, unfilled)], needs }
  return {
    refusals: unfilled.map((position) => withoutClass(type, position, recordedName(recorded?.[position]) ?? 'nothing', isConsumer)),
    needs,
  }
}
