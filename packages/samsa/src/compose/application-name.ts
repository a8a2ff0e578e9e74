import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const nameIn = (manifest: string): string | undefined => {
  try {
    const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly name?: unknown }
    return typeof name === 'string' && name !== '' ? name : undefined
  } catch {
    return undefined // a broken package.json is npm's to report; the name has a default
  }
}

/** Name of the package that a folder belongs to, fit for a client id: `@shop/orders` is `shop-orders`. Default: `worker`. */
export const applicationName = (folder: string): string => {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const manifest = join(at, 'package.json')
    const name = existsSync(manifest) ? nameIn(manifest) : undefined
    if (name !== undefined) return name.replace(/^@/, '').replaceAll('/', '-')
    if (dirname(at) === at) return 'worker'
  }
}
