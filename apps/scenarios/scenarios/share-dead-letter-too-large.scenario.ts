// A record that is too large for its dead-letter topic is written without what takes the room, which its headers and the event say, with where the whole record stands; smaller neighbours are whole.
import { deadLettersOf, headerOf, headersNamed, originalHeaders } from '../src/dead-letters.js'
import { eventsAbout } from '../src/share/executions.js'
import { quickRetries } from '../src/share/poison.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

const large = 20_000

await scenario(async (stage) => {
  stage.expect('record.dead-lettered')
  const topic = await stage.topic('jobs')
  const target = await stage.topic('narrow', 1, { 'max.message.bytes': '10000' })
  const sent = await stage.feed().send(topic, [
    { key: 'a', value: 'small', headers: [['kept', 'yes']] },
    { key: 'b', value: 'x'.repeat(large), headers: [['kept', 'no']] },
    { key: 'c', value: 'handled' },
    { key: 'd', value: 'headers', headers: [['wide', 'h'.repeat(large)]] },
  ])
  const worker = shareWorker(stage, {
    topics: [topic],
    route: { ...quickRetries('record', 1), deadLetter: target },
    rules: [{ as: 'throw', offsets: [0, 1, 3] }],
    tellsAll: true,
  })
  await acceptedAll(stage, topic, [sent[2]!])
  const letters = await deadLettersOf(stage, target, 3)
  await nothingLeft(stage, topic, 1)
  must(letters.length === 3, `each is written once: ${letters.length}`)
  const of = (offset: number) => letters.find((letter) => headerOf(letter, '__dlq.errors.offset') === `${offset}`)!
  const told = (offset: number) => {
    const [event, ...more] = eventsAbout(stage, 'record.dead-lettered', { topic, partition: 0, offset })
    must(more.length === 0, `${offset} is told once`)
    return JSON.stringify(event?.['omitted'])
  }
  const [whole, noValue, noHeaders] = [of(0), of(1), of(3)]
  must(whole.value?.toString() === 'small' && headersNamed(whole, 'samsa.dlq.omitted').length === 0, 'the small one is whole')
  must(told(0) === '[]', `and told so: ${told(0)}`)
  must(noValue.value === null && noValue.key?.toString() === 'b', 'the large one has no value, but its key')
  must(headerOf(noValue, 'samsa.dlq.omitted') === 'stack,headers,value', `what is missing: ${headerOf(noValue, 'samsa.dlq.omitted')}`)
  must(headerOf(noValue, 'samsa.dlq.value.bytes') === `${large}`, 'how large it was')
  must(originalHeaders(noValue).length === 0, 'it has none of its headers')
  must(told(1) === '["stack","headers","value"]', `what the event says: ${told(1)}`)
  must(noHeaders.value?.toString() === 'headers' && originalHeaders(noHeaders).length === 0, 'wide headers are left out before the value')
  must(told(3) === '["stack","headers"]', `what the event says: ${told(3)}`)
  await stopCleanly(worker)
})
