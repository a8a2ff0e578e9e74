import { describe, expect, it } from '@jest/globals'
import { CorruptImage, Studio } from '../services/studio.js'
import { Tally } from '../services/tally.js'
import { ResizeImage } from './resize-image.js'

type Image = Parameters<ResizeImage['consume']>[0]
type Context = Parameters<ResizeImage['consume']>[1]

const tally = new Tally()
const consumer = new ResizeImage(new Studio(), tally)

const resize = (number: number, options: { readonly attempt?: number; readonly signal?: AbortSignal; readonly url?: string } = {}) => {
  const { attempt = 1, signal = new AbortController().signal, url = `https://shop.example/${number}.png` } = options
  const image = { value: { id: `image-${number}`, url, width: 1200 } } as Image
  return consumer.consume(image, { group: 'thumbnails', signal, attempt } as Context)
}
const counts = () => ({ ...tally.counts.get('thumbnails') })

describe('ResizeImage', () => {
  it('accepts what it has made smaller', async () => {
    expect(await resize(1)).toEqual({ outcome: 'accept' })
    expect(counts()).toMatchObject({ handled: 1, recovered: 0, last: 'image-1 is now 1200 wide' })
  })

  it('rejects what is no picture', async () => {
    expect(await resize(2, { url: 'https://shop.example/2.mp4' })).toMatchObject({ outcome: 'reject' })
    expect(counts()).toMatchObject({ handled: 1, rejected: 1 })
  })

  it('releases a picture that is uploaded late, and accepts it at a later attempt', async () => {
    expect(await resize(7)).toMatchObject({ outcome: 'release' })
    expect(await resize(7, { attempt: 2 })).toEqual({ outcome: 'accept' })
    expect(counts()).toMatchObject({ handled: 2, released: 1, retried: 1, recovered: 1, last: 'image-7 is now 1200 wide, at attempt 2' })
  })

  it('ends with its signal where the renderer hangs', async () => {
    const abort = new AbortController()
    const hanging = resize(51, { signal: abort.signal })
    abort.abort(new Error('it took longer than 2 s'))
    await expect(hanging).rejects.toThrow()
    expect(counts()).toMatchObject({ last: 'image-51: it took longer than 2 s' })
    expect(await resize(51, { attempt: 2 })).toEqual({ outcome: 'accept' })
  })

  it('throws where the picture is damaged, and says so by the class of the error', async () => {
    await expect(resize(5)).rejects.toBeInstanceOf(CorruptImage)
    await expect(resize(60, { attempt: 3 })).rejects.toThrow('the renderer gives up on image-60')
  })
})
