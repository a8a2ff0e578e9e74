/**
 * What a look at something that user code threw or returned answers; `undefined` where looking throws. Anything at all can be thrown, also what has a getter that throws, and a
 * proxy that refuses every question: that must hurt nobody but its record.
 */
export function lookAt<Seen>(look: () => Seen): Seen | undefined {
  try {
    return look()
  } catch {
    return undefined // nobody else is to hear of it: what cannot be looked at has nothing to say
  }
}
