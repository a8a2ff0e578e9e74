// Property tests with many more runs than usual: see interleavings.mjs.
import unit from '../../jest.config.mjs'

export default { ...unit, setupFiles: ['<rootDir>/scripts/suites/count-runs.mjs'], testTimeout: 3_600_000 }
