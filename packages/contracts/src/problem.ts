/**
 * Stands in a type where nothing can be right, and says why: the checker prints `Type 'typeof X' is not assignable to type '["sentence"]'`.
 *
 * A tuple, because a class, a string, a number and an object are all unassignable to it in one line, and because a string literal would turn up among
 * the completions of an editor. Details (types) print behind the sentence.
 */
export type Problem<Sentence extends string, Details = never> = [Details] extends [never] ? [Sentence] : [Sentence, Details]
