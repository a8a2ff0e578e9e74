import { createRequire } from 'node:module'

/** Version of this package, which is that of Samsa: its packages work together in one version only. */
export const packageVersion: string = (createRequire(import.meta.url)('../../package.json') as { readonly version: string }).version
