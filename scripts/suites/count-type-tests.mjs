/** Refusals and equalities that a type test states. @param {string} source */
export const countExpectations = (source) => source.match(/@ts-expect-error|^\s*same</gm)?.length ?? 0

/** Errors in what `tsc --pretty false` prints. @param {string} output */
export const countTypeErrors = (output) => output.match(/^\S.*error TS\d+/gm)?.length ?? 0
