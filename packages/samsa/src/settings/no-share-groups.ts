import { SamsaError } from '@samsa/contracts'

/** Why a share group cannot join, known before it tries: a member would learn no more, and on brokers from before share groups nothing at all. */
export const noShareGroups = (group: string, cluster: string): SamsaError =>
  new SamsaError(
    'SAMSA_GROUP_FAILED',
    `group ${group}: share groups need Kafka 4.2 or later with the feature switched on: kafka-features.sh --bootstrap-server … upgrade --feature share.version=1`,
    { details: { group, cluster } },
  )
