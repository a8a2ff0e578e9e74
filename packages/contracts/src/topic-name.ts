/** Why Kafka refuses a topic of this name; `null` where it takes it (1 to 249 of `a-z A-Z 0-9 . _ -`, neither `.` nor `..`). */
export function topicNameProblem(name: unknown): string | null {
  if (typeof name !== 'string') return 'a topic name is a string'
  if (name === '') return 'a topic name has at least one character'
  if (name === '.' || name === '..') return `a topic cannot be called '${name}'`
  if (name.length > 249) return `a topic name has at most 249 characters, this one has ${name.length}`
  const odd = /[^a-zA-Z0-9._-]/u.exec(name)
  return odd === null ? null : `a topic name has only letters, digits, '.', '_' and '-', not '${odd[0]}'`
}
