import { isSamsaError, Producer, singleton, string, topic } from 'samsa'
import { images, orders } from '../topics.js'

const customers = ['ada', 'grace', 'edsger', 'barbara', 'donald']
const intervalMs = 250

// What somebody else's program writes into the shop's topics: text that is no order and no image.
const scribbledOrders = topic(orders.name, { key: string(), value: string() })
const scribbledImages = topic(images.name, { value: string() })

/** Customers, simulated: a few orders and images every quarter of a second, and now and then something that nobody can read. */
@singleton()
export class Feed {
  #timer: ReturnType<typeof setInterval> | undefined
  // the time, so that a second run on the same Kafka goes on with other numbers
  #next = Math.floor(Date.now() / 1000) * 1000
  #nextImage = this.#next
  #ticks = 0

  constructor(private readonly producer: Producer) {}

  start(): void {
    this.#timer = setInterval(() => void this.#send(), intervalMs)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #send(): Promise<void> {
    try {
      await Promise.all([
        this.producer.send(orders, this.#orders(5)),
        this.producer.send(images, this.#images(5)),
        ...((this.#ticks += 1) % 16 === 4 ? this.#scribble() : []),
      ])
    } catch (error) {
      // the worker is stopping: there are no customers without a shop
      if (isSamsaError(error) && (error.code === 'SAMSA_PRODUCER_CLOSED' || error.code === 'SAMSA_SEND_UNANSWERED')) return this.stop()
      throw error
    }
  }

  #scribble(): readonly Promise<unknown>[] {
    const key = customers[this.#ticks % customers.length] ?? 'somebody'
    return [
      this.producer.send(scribbledOrders, { key, value: `two pounds of tea for ${key}` }),
      this.producer.send(scribbledImages, { value: '<svg/>' }),
    ]
  }

  #orders(count: number) {
    return Array.from({ length: count }, () => {
      const id = `order-${(this.#next += 1)}`
      const customer = customers[this.#next % customers.length] ?? 'somebody'
      return { key: customer, value: { id, customer, amount: 1 + (this.#next % 97) } }
    })
  }

  // every twentieth is no picture, but a film
  #images(count: number) {
    return Array.from({ length: count }, () => {
      const number = (this.#nextImage += 1)
      return { value: { id: `image-${number}`, url: `https://shop.example/${number}.${number % 20 === 0 ? 'mp4' : 'png'}` } }
    })
  }
}
