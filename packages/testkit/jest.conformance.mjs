// Conformance suites: one suite over the engine port for every engine, on the embedded broker and on a real Kafka.
//   node --experimental-vm-modules node_modules/jest/bin/jest.js -c packages/testkit/jest.conformance.mjs [embedded|kafka]
import root from '../../jest.config.mjs'

export default {
  ...root,
  rootDir: new URL('../..', import.meta.url).pathname,
  roots: ['<rootDir>/packages/testkit'],
  testMatch: ['**/conformance/*.conformance.ts'],
  testTimeout: 90_000,
  maxWorkers: 1,
}
