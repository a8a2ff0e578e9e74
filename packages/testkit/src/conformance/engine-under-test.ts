import type { Engine, Subscription } from '@samsa/contracts'
import type { ClusterCapabilities, ConformanceCluster, GroupProtocol } from './conformance-cluster.js'

/** One way of an engine to be in a group, say a group protocol. */
export interface GroupVariant {
  readonly name: string
  /** What only this kind of group is told. */
  readonly options: Subscription['options']
  /** librdkafka properties of the variant. */
  readonly kafka: Readonly<Record<string, string>>
  /** Group protocol that its members speak. */
  readonly protocol: GroupProtocol
  /** Only delivery and closing are shown: the rest is that of another variant. */
  readonly isShort?: boolean | undefined
  /** Whether the broker can do it. */
  readonly isPossible: (cluster: ClusterCapabilities) => boolean
}

/** What a conformance suite is put to. */
export interface EngineUnderTest {
  readonly name: string
  readonly createEngine: () => Engine
  readonly variants: readonly GroupVariant[]
  /** Starts the broker, once for the suite. */
  readonly startCluster: () => Promise<ConformanceCluster>
  /** The same as the cluster will say; skips are decided before it runs. */
  readonly clusterCapabilities: ClusterCapabilities
}
