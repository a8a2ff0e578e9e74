import { describe, expect, it } from '@jest/globals'
import { recordingLogger } from '../testing/recording-logger.js'
import { Emitter } from './emitter.js'

const move = { version: 1, from: 'starting', to: 'running', reason: 'joined' } as const

describe('Emitter', () => {
  it('calls listeners in order until they leave, twice where one listens twice', () => {
    const emitter = new Emitter(recordingLogger())
    const heard: string[] = []
    const twice = (): void => void heard.push('twice')
    emitter.on('worker.state', () => heard.push('first'))
    const off = emitter.on('worker.state', twice)
    emitter.on('worker.state', twice)
    emitter.emit('worker.state', move)
    off()
    off()
    emitter.emit('worker.state', move)
    expect(heard).toEqual(['first', 'twice', 'twice', 'first', 'twice'])
  })

  it('logs what a listener throws and goes on', () => {
    const log = recordingLogger()
    const emitter = new Emitter(log)
    const heard: string[] = []
    emitter.on('worker.state', () => {
      throw new Error('broken listener')
    })
    emitter.on('worker.state', (event) => heard.push(event.to))
    emitter.emit('worker.state', move)
    expect(heard).toEqual(['running'])
    expect(log.lines.map((line) => line.level)).toEqual(['error'])
  })

  it('knows whether anybody listens to record.handled', () => {
    const emitter = new Emitter(recordingLogger())
    expect(emitter.handledHeard).toBe(false)
    const off = emitter.on('record.handled', () => undefined)
    expect(emitter.handledHeard).toBe(true)
    off()
    expect(emitter.handledHeard).toBe(false)
  })
})
