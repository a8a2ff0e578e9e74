/**
 * Turns what the application holds into bytes and back. Synchronous: a record is decoded when it is first read.
 *
 * Function properties on purpose: parameters of methods are compared bivariantly, parameters of function properties are not.
 */
export interface Serde<Output, Input = Output> {
  /** The bytes of a value; a string is sent as UTF-8. What it throws rejects the send with `SAMSA_SERIALIZE`. */
  readonly serialize: (value: Input) => Uint8Array | string
  /** The value of bytes, which are a view of a larger buffer: copy what is kept. What it throws is the recovery case `deserialize`. */
  readonly deserialize: (bytes: Uint8Array) => Output
  /**
   * For a serde that has to wait (a schema registry): called with the bytes before the record is delivered. Returns nothing where there is nothing to
   * wait for, which should be the rule, or a promise. Its rejection is the recovery case `deserialize`, code `SAMSA_SERDE_PREPARE`.
   */
  readonly prepare?: ((bytes: Uint8Array) => PromiseLike<void> | undefined) | undefined
  /** Whether `null` (an absent key, a tombstone) is a value of its own. Set by `nullable`. Default: `false`. */
  readonly nullable?: boolean | undefined
}

/**
 * Lets a key be absent, or a value be a tombstone: its type becomes `T | null`, and `null` never reaches the serde inside.
 * Only a Kafka null is `null`: an empty value is empty.
 */
export function nullable<Output, Input = Output>(serde: Serde<Output, Input>): Serde<Output | null, Input | null> {
  const prepare = serde.prepare
  return Object.freeze({
    serialize: (value: Input | null) => serde.serialize(value as Input),
    deserialize: (bytes: Uint8Array) => serde.deserialize(bytes),
    ...(prepare === undefined ? {} : { prepare: (bytes: Uint8Array) => serde.prepare?.(bytes) }),
    nullable: true,
  })
}
