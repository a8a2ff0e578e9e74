import type { ConsumerRecord } from '@samsa/contracts'
import type { SourcedSegment } from './batch-segment.js'

interface OrderedSegment {
  readonly segment: SourcedSegment
  readonly firstOffset: number
  /** Records of the batch before it. */
  readonly before: number
}

/**
 * Finds records of a batch by their coordinates, so that copies made by `detach()` are found as well: in any order, and in pieces as small as a partial failure leaves them, a
 * look costs the logarithm of the batch. It allocates nothing: what was found last stands in fields.
 */
export class RecordFinder {
  /** Where the record that was found last lies. */
  segment: SourcedSegment | null = null
  row = -1
  /** Its index in the batch. */
  index = -1
  readonly #ordered: readonly OrderedSegment[]

  constructor(segments: readonly SourcedSegment[]) {
    let before = 0
    const ordered = segments.map((segment): OrderedSegment => {
      const { columns, start, end } = segment
      const one = { segment, firstOffset: columns.offsets[start] as number, before }
      before += end - start
      return one
    })
    this.#ordered = ordered.sort((one, { segment: { source }, firstOffset }) => compare(one, source.topic, source.partition, firstOffset))
  }

  /** Answers whether the batch has this record. */
  find({ topic, partition, offset }: Pick<ConsumerRecord, 'topic' | 'partition' | 'offset'>): boolean {
    // segments of one partition that came in several polls may lie within one another
    for (let at = this.#lastUpTo(topic, partition, offset); at >= 0; at--) {
      const { segment, before } = this.#ordered[at] as OrderedSegment
      if (segment.source.topic !== topic || segment.source.partition !== partition) return false
      const row = rowFrom(segment, offset)
      if (row === segment.end || segment.columns.offsets[row] !== offset) continue
      this.segment = segment
      this.row = row
      this.index = before + row - segment.start
      return true
    }
    return false
  }

  /** The last segment that begins with this record or before it; -1 where none does. */
  #lastUpTo(topic: string, partition: number, offset: number): number {
    let low = 0
    let high = this.#ordered.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(this.#ordered[middle] as OrderedSegment, topic, partition, offset) > 0) high = middle
      else low = middle + 1
    }
    return low - 1
  }
}

/** The first row of a segment whose offset is not below this one; its end where there is none. */
function rowFrom({ columns, start, end }: SourcedSegment, offset: number): number {
  let low = start
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((columns.offsets[middle] as number) < offset) low = middle + 1
    else high = middle
  }
  return low
}

function compare({ segment: { source }, firstOffset }: OrderedSegment, topic: string, partition: number, offset: number): number {
  if (source.topic !== topic) return source.topic < topic ? -1 : 1
  return source.partition - partition || firstOffset - offset
}
