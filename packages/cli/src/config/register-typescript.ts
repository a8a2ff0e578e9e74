import { register } from 'node:module'

let isRegistered = false

/**
 * From now on this process imports TypeScript files (`.ts`, `.mts`), with legacy decorators and their metadata, without a build step. Stack traces
 * name the TypeScript lines. A second call does nothing.
 */
export const registerTypescript = (): void => {
  if (isRegistered) return
  isRegistered = true
  process.setSourceMapsEnabled(true)
  register('./typescript-loader.js', import.meta.url)
}
