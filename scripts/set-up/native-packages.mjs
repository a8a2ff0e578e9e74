import { existsSync } from 'node:fs'
import { findCommand } from './machine.mjs'

/** @param {string} name @param {string} command @returns {import('./debian.mjs').SystemPackage} */
const byCommand = (name, command) => ({ name, isPresent: () => findCommand(command) !== undefined })

// Headers lie in /usr/include, or in /usr/include/<machine> where Debian keeps several machines apart.
const machines = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }

/** @param {string} name @param {string} header @returns {import('./debian.mjs').SystemPackage} */
const byHeader = (name, header) => ({
  name,
  isPresent: () =>
    ['', machines[/** @type {keyof typeof machines} */ (process.arch)] ?? ''].some((folder) =>
      existsSync(`/usr/include/${folder}/${header}`),
    ),
})

/** What compiling our addon needs. */
export const compilerPackages = [byCommand('g++', 'g++')]

/** What compiling librdkafka from source needs on top. */
export const librdkafkaPackages = [
  byCommand('make', 'make'),
  byCommand('python3', 'python3'),
  byCommand('pkg-config', 'pkg-config'),
  byHeader('libssl-dev', 'openssl/ssl.h'),
  byHeader('libsasl2-dev', 'sasl/sasl.h'),
  byHeader('libcurl4-openssl-dev', 'curl/curl.h'),
  byHeader('libzstd-dev', 'zstd.h'),
  byHeader('zlib1g-dev', 'zlib.h'),
]
