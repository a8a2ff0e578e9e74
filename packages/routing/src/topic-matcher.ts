/** A pattern of the plan as a matcher that remembers nothing: with the flag that it was written for, since `\-` is no pattern with `u` and `[\w--_]` none without `v`. */
export function topicMatcher(source: string): RegExp {
  return new RegExp(source, ['u', 'v'].find((flag) => isPattern(source, flag)) ?? '')
}

function isPattern(source: string, flag: string): boolean {
  try {
    return new RegExp(source, flag).source !== ''
  } catch {
    return false
  }
}
