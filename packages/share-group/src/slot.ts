import type { SlotInfo } from '@samsa/contracts'

/** A partition of which records came. Members share partitions, so it lives as long as the session. */
export class Slot implements SlotInfo {
  live = true
  /** Its user wants nothing more of it for now. */
  isHeld = false

  constructor(
    readonly id: number,
    readonly topic: string,
    readonly partition: number,
  ) {}
}
