import { readFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'

it('the properties that users write are those that the binding knows', async () => {
  const generator = '../../scripts/generate-librdkafka-settings.mjs'
  const { generate, target } = (await import(generator)) as { generate: () => string; target: URL }
  expect(readFileSync(target, 'utf8')).toBe(generate())
})
