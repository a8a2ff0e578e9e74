import { isSamsaError } from '@samsa/contracts'

/** Whether an answer of the admin port says nothing about the topic: no broker answered, or it is only busy electing. */
export function isForNow(thrown: unknown): boolean {
  return isSamsaError(thrown) && (thrown.retryable || thrown.code === 'SAMSA_NO_BROKER' || thrown.code === 'SAMSA_AUTHENTICATION')
}

/** What to do about a dead-letter topic that is missing (`null`), or that the brokers refuse. */
export function cureFor(target: string, refusal: unknown): string {
  if (isSamsaError(refusal) && refusal.code === 'SAMSA_AUTHORIZATION')
    return `give this principal the rights WRITE and CREATE on topic ${target} (kafka-acls), or create the topic and give it WRITE`
  return `create topic ${target}, or name another one (deadLetter)`
}

/** What the brokers say of it, without the advice that its cure repeats. */
export function reasonOf(refusal: Error): string {
  const { text, kafka } = isSamsaError(refusal) ? refusal.details : {}
  return typeof text === 'string' && typeof kafka === 'string' ? `${text} (${kafka})` : refusal.message
}
