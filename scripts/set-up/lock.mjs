import { createConnection, createServer } from 'node:net'
import { unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash } from './machine.mjs'

// A listening socket is the lock: the kernel lets go of it however its holder ends, so there is nothing stale to judge. On Linux its name is
// abstract (no file); elsewhere the file of a dead holder refuses connections and is removed.
/** @param {string} name */
const addressOf = (name) => {
  const short = `samsa-${hash(name).slice(0, 24)}`
  return process.platform === 'linux' ? `\0${short}` : join(tmpdir(), `${short}.sock`)
}

/**
 * @param {string} address
 * @returns {Promise<import('node:net').Server | undefined>} `undefined` where somebody else holds it
 */
const tryToListen = (address) =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => void socket.on('error', () => undefined))
    server.once('error', (error) =>
      /** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen(address, () => resolve(server))
  })

/** Resolves when the holder has let go. @param {string} address */
const waitForHolder = (address) =>
  new Promise((resolve) => {
    const socket = createConnection(address)
    socket.resume()
    socket.once('error', (error) => {
      const isDead = /** @type {NodeJS.ErrnoException} */ (error).code === 'ECONNREFUSED'
      if (isDead && !address.startsWith('\0')) unlinkSync(address)
    })
    socket.once('close', resolve)
  })

/**
 * Does something while no other process on this machine does it under the same name; the others wait.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const withLock = async (name, work) => {
  const address = addressOf(name)
  let server = await tryToListen(address)
  if (server === undefined) console.log(`waiting for another set-up (${name})`)
  while (server === undefined) {
    await waitForHolder(address)
    server = await tryToListen(address)
  }
  /** @type {Set<import('node:net').Socket>} */
  const waiting = new Set()
  server.on('connection', (socket) => waiting.add(socket))
  try {
    return await work()
  } finally {
    const held = server
    await new Promise((resolve) => {
      held.close(resolve)
      for (const socket of waiting) socket.destroy()
    })
  }
}
