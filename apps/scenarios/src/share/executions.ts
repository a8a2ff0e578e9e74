import type { LedgerEntry } from '../ledger.js'
import { must, type Stage } from '../scenario.js'
import { placeOf, type SharePlace } from './share-calls.js'

const begins = (stage: Stage, place: SharePlace): LedgerEntry[] =>
  stage.entries().filter((entry) => entry.what === 'begin' && placeOf(entry) === placeOf(place))

/** `context.attempt` of every execution of a record, in order. */
export const attemptsOf = (stage: Stage, place: SharePlace): number[] => begins(stage, place).map(({ attempt }) => attempt)

/** Every execution of a record as `deliveryCount.attempt`, in order. */
export const executionsOf = (stage: Stage, place: SharePlace): string[] =>
  begins(stage, place).map(({ attempt, deliveryCount }) => `${deliveryCount}.${attempt}`)

/** Fails where one of these was not run exactly once. */
export function ranOnce(stage: Stage, places: readonly SharePlace[]): void {
  const others = places.filter((place) => begins(stage, place).length !== 1)
  must(
    others.length === 0,
    `neighbours run once: ${others
      .slice(0, 5)
      .map((place) => `${placeOf(place)} ran as ${executionsOf(stage, place).join()}`)
      .join('; ')}`,
  )
}

/** Lines of one event about a record, in order. */
export function eventsAbout(stage: Stage, code: string, place: SharePlace) {
  const lines = stage.workers.flatMap((worker) => worker.events(code))
  return lines.filter(({ topic, partition, offset }) => topic === place.topic && partition === place.partition && offset === place.offset)
}
