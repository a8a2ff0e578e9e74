/** Where a value of the plan was given. Flags and variables stand before everything that is written in code. */
export type Origin = 'default' | 'worker' | 'group' | 'route' | 'environment' | 'flag'
