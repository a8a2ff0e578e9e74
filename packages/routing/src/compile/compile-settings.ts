import { parseAgo, quoteGiven } from '@samsa/contracts'
import type { ShareGroupSettingsPlan } from '../plan/group-plan.js'
import { notInShareSettings } from '../route/other-kind.js'
import type { Draft } from './draft.js'
import { checkKnown, type Found } from './layer.js'
import type { MergedGroup } from './merge-blocks.js'
import { OptionReader } from './option-reader.js'

const known = [
  'offsetReset',
  'lockDuration',
  'deliveryCountLimit',
  'isolation',
  'heartbeatInterval',
  'sessionTimeout',
  'assignmentInterval',
  'maxRecordLocks',
]

/** The settings of a share group; `null` where none were given. Bounds are Kafka's own lower ones: those of a broker can be narrower. */
export function compileSettings(draft: Draft, group: MergedGroup): ShareGroupSettingsPlan | null {
  checkKnown(draft, group.settings, known, notInShareSettings)
  checkKnown(draft, group.settingsOptions, ['policy'])
  if (group.settings.entries.size === 0 && group.settingsOptions.entries.size === 0) return null
  const planPath = `group(${group.id}).settings`
  const reader = new OptionReader(draft, [group.settings], planPath)
  return {
    policy: new OptionReader(draft, [group.settingsOptions], planPath).choice(
      'policy',
      ['initialize', 'apply', 'verify', 'ignore'],
      'initialize',
    ),
    offsetReset: reader.read<string | null>('offsetReset', 'offsetReset', null, (found) => readOffsetReset(reader, found)),
    lockDurationMs: reader.duration('lockDuration', null, { min: 1_000 }),
    deliveryCountLimit: reader.integer('deliveryCountLimit', null, { min: 2 }),
    isolation: reader.choice('isolation', ['read_committed', 'read_uncommitted'], null),
    heartbeatIntervalMs: reader.duration('heartbeatInterval', null, { min: 1 }),
    sessionTimeoutMs: reader.duration('sessionTimeout', null, { min: 1 }),
    assignmentIntervalMs: reader.duration('assignmentInterval', null),
    maxRecordLocks: reader.integer('maxRecordLocks', null, { min: 100 }),
  }
}

function readOffsetReset(reader: OptionReader, found: Found): string | undefined {
  if (found.value === 'earliest' || found.value === 'latest') return found.value
  const ago = parseAgo(found.value)
  if (ago.ok) return `by_duration:${isoDuration(ago.value)}`
  return reader.refuse(found, `${quoteGiven(found.value)} is nowhere to begin`, "write 'earliest', 'latest' or a time ago such as '-6h'")
}

/** ISO 8601 of milliseconds in its largest whole unit: `PT6H`. */
function isoDuration(ms: number): string {
  if (ms % 3_600_000 === 0) return `PT${ms / 3_600_000}H`
  if (ms % 60_000 === 0) return `PT${ms / 60_000}M`
  return `PT${ms / 1_000}S`
}
