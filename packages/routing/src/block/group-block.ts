/** A value and where it was written. */
export interface Declared<Value> {
  readonly value: Value
  /** `file:line`. */
  readonly place: string
}

/** One call of `group.topic`. Unchecked: JavaScript can hand over anything, the report says what is wrong. */
export interface DeclaredRoute {
  readonly topic: unknown
  readonly route: unknown
  readonly place: string
}

/** One call of `group.settings`. */
export interface DeclaredSettings {
  readonly settings: unknown
  readonly options: unknown
  readonly place: string
}

/** A mistake that was seen while the block was built; reported with all the others. */
export interface DeclaredMistake {
  readonly reason: string
  readonly cure: string
  readonly place: string
}

/** Everything that a block's function said, in order. */
export interface BlockDeclarations {
  readonly options: readonly Declared<unknown>[]
  readonly settings: readonly DeclaredSettings[]
  readonly routes: readonly DeclaredRoute[]
  readonly middleware: readonly Declared<unknown>[]
  readonly mistakes: readonly DeclaredMistake[]
}

/** One `consumerGroup(…)` or `shareGroup(…)`: a frozen value, composed by `defineRoutes`. */
export interface GroupBlock {
  readonly kind: 'consumer' | 'share'
  /** Kafka's group id. */
  readonly group: string
  /** `file:line` of the call. */
  readonly place: string
  readonly declarations: BlockDeclarations
}

/** Whether `value` was made by `consumerGroup` or `shareGroup`. */
export function isGroupBlock(value: unknown): value is GroupBlock {
  if (typeof value !== 'object' || value === null) return false
  const block = value as Partial<GroupBlock>
  return (block.kind === 'consumer' || block.kind === 'share') && typeof block.declarations === 'object' && block.declarations !== null
}
