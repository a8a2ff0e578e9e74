import { createRequire } from 'node:module'

/** Version of `samsa`, and of every `@samsa/*` package it works with. */
export const packageVersion: string = (createRequire(import.meta.url)('../../package.json') as { readonly version: string }).version
