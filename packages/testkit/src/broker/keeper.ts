import { spawn } from 'node:child_process'

/** Watches over one broker from outside: whatever ends this process, the broker does not outlive it and its folder goes. */
export interface Keeper {
  /** Names the process to kill when this one dies; `undefined` while there is none. */
  readonly watch: (pid: number | undefined) => void
  /** Removes the folder and ends the keeper. */
  readonly close: () => Promise<void>
}

// It reads process ids from a pipe whose other end only this process holds: the kernel closes it however this process dies, SIGKILL included.
const script = `
pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ]; then
  kill -9 "$pid" 2>/dev/null
  tries=50
  while [ $tries -gt 0 ] && kill -0 "$pid" 2>/dev/null; do sleep 0.1; tries=$((tries - 1)); done
fi
rm -rf "$1"
`

/** Starts the keeper of a folder. It does not keep this process alive. */
export const startKeeper = (folder: string): Keeper => {
  const child = spawn('/bin/sh', ['-c', script, 'samsa-broker-keeper', folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()))
  child.unref()
  const { stdin } = child
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref()
  stdin.on('error', () => undefined)
  return {
    watch: (pid) => void stdin.write(`${pid ?? ''}\n`),
    close: () => {
      child.ref()
      stdin.end()
      return ended
    },
  }
}
