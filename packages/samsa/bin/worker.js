#!/usr/bin/env node
// Plain JavaScript, and in the repository: package managers link a bin at installation, before anything is built.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`worker: Samsa needs Node 20.19 or later, this is ${process.version}`)
  process.exit(1)
}
if (process.argv[2] === 'start') {
  // Nothing has begun while the modules load, so a signal ends the process cleanly; afterwards the command listens itself.
  const endBeforeStart = (signal) => process.listenerCount(signal) === 1 && process.exit(0)
  process.on('SIGTERM', endBeforeStart).on('SIGINT', endBeforeStart)
}
await import('../dist/worker-bin.js')
