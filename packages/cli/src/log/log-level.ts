/** How much is told, least first. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const

/** `error`: what failed. `warn`: what goes wrong and is gone on with. `info`: what happens. `debug`: every record, and the library's own log. */
export type LogLevel = (typeof logLevels)[number]

/** `json`: one object a line. `pretty`: for people at a terminal. */
export type LogFormat = 'json' | 'pretty'
