/**
 * What goes wrong in one run of a record: nothing; an `Error`; one with the code `E_LATER`; one of the class `NotFound`; `undefined` is thrown; memory runs out, as the
 * system says it; it allocates a length that no machine has; it returns something that is no outcome; it runs until its signal fires and throws the reason; an `Error` with a
 * text of 6,000 characters; it returns `deadLetter` or `skip`.
 */
export type Fault =
  | 'fine'
  | 'error'
  | 'coded'
  | 'not-found'
  | 'undefined'
  | 'memory'
  | 'length'
  | 'nonsense'
  | 'late'
  | 'wordy'
  | 'dead-letter'
  | 'skip'

/** Whether every so many offsets hit this one. */
export const isPoison = (offset: number, every: number | null): boolean => every !== null && offset % every === every - 1

/** The same fault in every run of these records. */
export const always = (fault: Fault, places: readonly { readonly partition: number; readonly offset: number }[]): Record<string, Fault[]> =>
  Object.fromEntries(places.map(({ partition, offset }) => [`${partition}/${offset}`, [fault]]))
