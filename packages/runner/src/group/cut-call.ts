/** A call that still ran when its drain time ended: its record is delivered again. */
export interface CutCall {
  readonly topic: string
  readonly partition: number
  /** `null`: a lifecycle hook. */
  readonly offset: number | null
}
