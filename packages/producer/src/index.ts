export { createProducer, type ProducerOptions } from './create-producer.js'
export { createSend } from './create-send.js'
export { Producer } from './producer.js'
export type { KafkaSettings } from './producer-settings.js'
