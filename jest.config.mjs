// Unit tests run on the TypeScript sources, siblings included, so nothing has to be built first.
// Jest loads ES modules only under `node --experimental-vm-modules`: use `npm run test:unit [-- <path or jest option>…]`.

const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
}

export default {
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/packages', '<rootDir>/apps', '<rootDir>/scripts'],
  testMatch: ['**/*.test.ts', '**/*.test.mjs'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/build/', '\\.kafka\\.test\\.ts$'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'mjs', 'js', 'json', 'node'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@samsa/([a-z-]+)$': '<rootDir>/packages/$1/src/index.ts',
    '^@samsa/([a-z-]+)/([a-z-]+)$': '<rootDir>/packages/$1/src/$2',
    '^samsa$': '<rootDir>/packages/samsa/src/index.ts',
  },
  maxWorkers: 2,
}
