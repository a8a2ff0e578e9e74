import { defineWorker } from 'samsa'
import routes from './src/routes.js'
import { Feed } from './src/services/feed.js'
import { Summary } from './src/summary/summary.js'

export default defineWorker({
  name: 'shop',
  routes,
  // a real Kafka: KAFKA_BROKERS=127.0.0.1:9092 npx worker start
  kafka: { 'bootstrap.servers': process.env.KAFKA_BROKERS },
  setup: (container) => {
    container.resolve(Summary).start()
    container.resolve(Feed).start()
  },
  teardown: (container) => {
    container.resolve(Feed).stop()
    container.resolve(Summary).stop()
  },
})
