// Tests of single pieces that need a real Kafka: `*.kafka.test.ts`, `npm run test:kafka [-- <path>…]`. They start it by `startBroker`.
import unit from './jest.config.mjs'

export default {
  ...unit,
  testMatch: ['**/*.kafka.test.ts'],
  testPathIgnorePatterns: unit.testPathIgnorePatterns.filter((pattern) => !pattern.includes('kafka')),
  testTimeout: 180_000,
}
