// For sibling packages and the bench, not for users.
export { divideBuffer, type QueueLimits } from './settings/budget.js'
export { engineDefaults } from './settings/settings.js'
