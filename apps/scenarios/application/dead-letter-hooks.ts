import type { ConsumerRecord } from 'samsa'
import type { HookPlay, HookPlays } from '../src/hook-plays.js'

type Hook<Answer> = (record: ConsumerRecord, error: unknown) => Answer

/** A hook that does what it is told. */
function playing<Answer>(play: HookPlay | undefined, work: Hook<Answer>): Hook<Answer> | undefined {
  if (play === undefined) return undefined
  let calls = 0
  return (record, error) => {
    calls++
    if (play === 'kills') process.kill(process.pid, 'SIGKILL')
    if (play === 'throws' || (play === 'throws-at-first' && calls === 1)) throw new Error(`hook fails on purpose for ${record.id}`)
    // what JavaScript allows and the types do not
    if (play === 'promises') return Promise.resolve(work(record, error)) as Answer
    if (play === 'nonsense') return 42 as Answer
    return work(record, error)
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The hooks of the dead-letter policy as the job wants them; `null`: none. */
export function deadLetterHooks({ topic, topicName = '', transform, headers }: HookPlays): object | null {
  if (topic === undefined && transform === undefined && headers === undefined) return null
  const hooks = {
    topic: playing(topic, () => topicName),
    transform: playing(transform, (record) => `transformed ${record.id}`),
    headers: playing(headers, (record, error) => {
      console.log(`asked for the headers of ${record.id}`)
      return { team: 'billing', seen: textOf(error) }
    }),
  }
  return Object.fromEntries(Object.entries(hooks).filter(([, hook]) => hook !== undefined))
}
