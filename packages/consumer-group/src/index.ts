export { createConsumerGroupEngine, type ConsumerGroupEngineOptions } from './engine.js'
