import { must, type Stage } from '../scenario.js'

/** Setting of a share group: where the broker writes dead letters (KIP-1191). */
export const brokerTopicName = 'errors.deadletterqueue.topic.name'
/** Setting of a share group: whether they carry key and value. */
export const copyRecord = 'errors.deadletterqueue.copy.record.enable'

/** A topic that the broker may write dead letters to; its name begins with `dlq.`, as the broker wants it. */
export async function preparedTopic(stage: Stage, label: string, partitions = 1): Promise<string> {
  const topic = `dlq.${stage.name(label)}`
  const config = { 'errors.deadletterqueue.group.enable': 'true' }
  const [outcome] = await stage.admin.createTopics([{ topic, partitions, replicationFactor: 1, config }])
  if (outcome?.error) throw outcome.error
  return topic
}

/** A setting of the scenario's group, as somebody has set it; null where nobody has. */
export async function groupSetting(stage: Stage, name: string, group = stage.name('group')): Promise<string | null> {
  const [described] = await stage.admin.describeConfigs([{ type: 'group', name: group }])
  const entry = described?.entries.find((one) => one.name === name)
  return entry === undefined || entry.isDefault ? null : entry.value
}

/** Sets the group's settings, as an operator does. */
export async function setGroup(stage: Stage, settings: Readonly<Record<string, string>>, group = stage.name('group')): Promise<void> {
  const entries = Object.entries(settings).map(([name, value]) => ({ name, value, operation: 'set' as const }))
  const [outcome] = await stage.admin.alterConfigs([{ type: 'group', name: group, entries }])
  must(outcome?.error === null, `the group has its settings: ${outcome?.error?.message}`)
}
