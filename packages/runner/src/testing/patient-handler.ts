import type { ConsumerGroupContext, ConsumerRecord } from '@samsa/contracts'

/** A handler whose calls wait until the test ends them. */
export function patientHandler() {
  const calls: { readonly context: ConsumerGroupContext; readonly end: () => void }[] = []
  const consume = (_record: ConsumerRecord, context: ConsumerGroupContext): Promise<void> =>
    new Promise((end) => calls.push({ context, end }))
  return { calls, create: () => ({ consume }) }
}
