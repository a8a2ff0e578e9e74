import type { LibrdkafkaSettings } from './generated/librdkafka-settings.js'
import type { OwnedKafkaSettings } from './owned-kafka-settings.js'

/**
 * Properties of librdkafka, passed through under their own names. The few that Samsa owns are refused with the reason and the option to use instead.
 * A property that is `undefined` counts as not given.
 */
export type KafkaSettings = Omit<LibrdkafkaSettings, keyof OwnedKafkaSettings> & OwnedKafkaSettings
