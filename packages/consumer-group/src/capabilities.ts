import type { Capabilities } from '@samsa/contracts'

/** What consumer groups can do. */
export const capabilities: Capabilities = Object.freeze({
  ordering: 'partition',
  settlement: 'position',
  redelivery: 'client',
  lockRenewal: null,
  positionControl: true,
  transactions: false,
  patterns: true,
  sharedPartitions: false,
})
