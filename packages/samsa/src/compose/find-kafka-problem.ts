import { findSettingProblem, settingsTable } from '@samsa/librdkafka'

/** What is wrong with a property of `kafka: { … }`, which serves consumers and producers of a worker alike; `null` where nothing is. */
export const findKafkaProblem = (name: string, value: string | number | boolean): string | null =>
  findSettingProblem(name, value, settingsTable.get(name)?.clients === 'producer' ? 'producer' : 'consumer')
