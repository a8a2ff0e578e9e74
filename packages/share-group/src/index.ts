export { createShareGroupEngine, type ShareGroupEngineOptions } from './engine.js'
export type { ShareLimits } from './limits/limits.js'
