import { describe, expect, it } from '@jest/globals'
import { EventEmitter } from 'node:events'
import { listenToSignals } from './process-signals.js'

const set = () => {
  const calls: string[] = []
  const source = new EventEmitter()
  listenToSignals(source, {
    stop: (signal) => calls.push(`stop ${signal}`),
    force: (signal) => calls.push(`force ${signal}`),
    quiet: (signal) => calls.push(`quiet ${signal}`),
  })
  const send = (signal: string): boolean => source.emit(signal, signal)
  return { calls, send }
}

describe('listenToSignals', () => {
  it('stops at the first signal and forces at the second, whichever they are', () => {
    const { calls, send } = set()
    send('SIGTERM')
    send('SIGINT')
    send('SIGTERM')
    expect(calls).toEqual(['stop SIGTERM', 'force SIGINT', 'force SIGTERM'])
  })

  it('quiets at SIGTSTP, and stops after it', () => {
    const { calls, send } = set()
    send('SIGTSTP')
    send('SIGTERM')
    expect(calls).toEqual(['quiet SIGTSTP', 'stop SIGTERM'])
  })
})
