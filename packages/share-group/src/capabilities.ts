import type { Capabilities } from '@samsa/contracts'

/** What share groups can do. */
export const capabilities: Capabilities = Object.freeze({
  ordering: 'none',
  settlement: 'record',
  redelivery: 'broker',
  lockRenewal: false,
  positionControl: false,
  transactions: false,
  patterns: false,
  sharedPartitions: true,
})
