import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { embeddedLimits } from './embedded-limits.js'

const page = readFileSync(new URL('../../../../docs/guide/operating.md', import.meta.url), 'utf8')

describe('embeddedLimits', () => {
  it('is the list that the guide shows', () => {
    const listed = [...page.slice(page.indexOf('## What `--embedded` cannot show')).matchAll(/^- (.*)[;.]$/gm)].map(([, text]) => text)
    expect(listed).toEqual(embeddedLimits)
  })
})
