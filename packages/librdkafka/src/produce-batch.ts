/** Records to send, as columns. */
export interface ProduceBatch {
  /** Keys, values and headers. */
  readonly bytes: Uint8Array
  /**
   * Eight a record: index of the topic, partition (-1: the partitioner decides), position in `bytes`, length of the key (-1 null), length of the value
   * (-1 null), number of headers, bytes of the headers, id. At the position: key, value, header entries as in `NativeBatch`. The id comes back in
   * `deliveries` as unsigned 32 bit number.
   */
  readonly rows: Int32Array
  /** Timestamp of each record in ms; 0 is now. */
  readonly timestamps: Float64Array
  /** Written by `produce`: 0, or the code of a record that was refused. */
  readonly errors: Int32Array
}
