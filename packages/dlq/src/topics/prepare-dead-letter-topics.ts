import { topicNameProblem, type AdminPort } from '@samsa/contracts'
import { deadLetterTopicName } from './dead-letter-topic-name.js'
import { newDeadLetterTopic } from './new-dead-letter-topic.js'
import { cureFor, isForNow, reasonOf } from './topic-refusal.js'
import type { DeadLetterTopicProblem, WantedDeadLetterTopic } from './wanted-dead-letter-topic.js'

type Admin = Pick<AdminPort, 'describeTopics' | 'createTopics' | 'describeConfigs'>

/** One target with all that is wanted of it. */
interface Target {
  readonly name: string
  readonly sources: Set<string>
  /** Whether each may have it created. */
  readonly routes: Map<string, boolean>
}

/**
 * Sees to it that dead letters have somewhere to go, before anything joins: creates the topics that are missing, with as many partitions as their source has, and answers why
 * what is left cannot be written to. A topic is created where one of its routes says so; one whose sources do not exist yet is created at its first dead letter. Rejects
 * with the error of the admin port where the brokers cannot be asked.
 */
export async function prepareDeadLetterTopics(
  admin: Admin,
  wanted: readonly WantedDeadLetterTopic[],
): Promise<readonly DeadLetterTopicProblem[]> {
  const problems = await Promise.all(targetsOf(wanted).map((target) => prepare(admin, target)))
  return problems.flat()
}

function targetsOf(wanted: readonly WantedDeadLetterTopic[]): readonly Target[] {
  const targets = new Map<string, Target>()
  for (const { route, sources, target, create } of wanted) {
    for (const [name, from] of namesOf(target, sources)) {
      const one = targets.get(name) ?? { name, sources: new Set(), routes: new Map() }
      targets.set(name, one)
      for (const source of from) one.sources.add(source)
      one.routes.set(route, create || one.routes.get(route) === true)
    }
  }
  return [...targets.values()]
}

/** Targets, each with the sources that go there. */
function namesOf(target: string, sources: readonly string[]): readonly (readonly [name: string, sources: readonly string[]])[] {
  if (deadLetterTopicName(target, '') === target) return [[target, sources]]
  return sources.map((source) => [deadLetterTopicName(target, source), [source]])
}

async function prepare(admin: Admin, target: Target): Promise<readonly DeadLetterTopicProblem[]> {
  const wrong = topicNameProblem(target.name)
  if (wrong !== null) return problemsOf(target, wrong, 'name another topic (deadLetter)')
  try {
    const [found] = await admin.describeTopics([target.name])
    if (found !== null && found !== undefined) return []
    if (![...target.routes.values()].includes(true))
      return problemsOf(target, 'the topic does not exist, and is not to be created (create: false)', cureFor(target.name, null))
    const topic = await newDeadLetterTopic(admin, target.name, [...target.sources])
    // no source exists yet: its partitions will be known at the first dead letter
    if (topic.partitions !== null) await admin.createTopics([topic])
    return []
  } catch (error) {
    if (isForNow(error) || !(error instanceof Error)) throw error
    return problemsOf(target, reasonOf(error), cureFor(target.name, error))
  }
}

function problemsOf({ name, routes }: Target, reason: string, cure: string): readonly DeadLetterTopicProblem[] {
  return [...routes.keys()].map((route) => ({ route, target: name, code: 'SAMSA_DEAD_LETTER_TOPIC', reason, cure }))
}
