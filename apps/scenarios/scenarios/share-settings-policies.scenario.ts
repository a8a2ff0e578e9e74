// limit: 30s
// Settings of a share group meet those on the broker as their policy says: initialize sets what nobody has set, apply overwrites, verify compares, ignore does nothing; what differs is one line with both values.
import { complainsOnce } from '../src/complaint.js'
import { stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

const lock = 'share.record.lock.duration.ms'
const groupSource = 8

await scenario(async (stage) => {
  stage.expect('SAMSA_GROUP_SETTING')
  const topic = await stage.topic('jobs')
  const group = stage.name('group')
  const onBroker = async (name: string) => {
    const [described] = await stage.admin.describeConfigs([{ type: 'group', name: group }])
    const entry = described?.entries.find((one) => one.name === name)
    return entry?.source === groupSource ? entry.value : null
  }
  const start = (policy: 'initialize' | 'apply' | 'verify' | 'ignore', lockDuration: string) =>
    shareWorker(stage, { topics: [topic], policy, settings: { lockDuration } })
  const joins = async (policy: 'initialize' | 'apply' | 'verify' | 'ignore', lockDuration: string, wanted: string | null) => {
    const worker = start(policy, lockDuration)
    await worker.heard('group.joined')
    must((await onBroker(lock)) === wanted, `${policy} ${lockDuration}: the broker has ${await onBroker(lock)}, not ${wanted}`)
    await stopCleanly(worker)
  }
  const refuses = async (policy: 'initialize' | 'verify', lockDuration: string, ...words: readonly string[]) =>
    complainsOnce(start(policy, lockDuration), 1, 'SAMSA_', group, ...words)

  await joins('ignore', '20s', null)
  must((await onBroker('share.auto.offset.reset')) === null, 'ignore sets nothing')
  await joins('initialize', '20s', '20000')
  must((await onBroker('share.auto.offset.reset')) === 'earliest', 'initialize sets all that were declared')
  await joins('initialize', '20s', '20000')
  await refuses('initialize', '40s', 'lockDuration', '20', '40', 'worker settings --apply')
  must((await onBroker(lock)) === '20000', 'a refusal changes nothing')
  await refuses('verify', '40s', 'lockDuration', '20', '40')
  await joins('verify', '20s', '20000')
  await joins('apply', '40s', '40000')
  await joins('ignore', '20s', '40000')
})
