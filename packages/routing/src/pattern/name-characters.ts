/** Every character that a topic's name can have; those first that make examples easy to read. */
export const nameCharacters: readonly string[] = 'xabcdefghijklmnopqrstuvwyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.'.split('')
/** Most characters of a topic's name. */
export const longestName = 249
