// Set-up of a jest run: every property writes how many times fast-check has run it, a line in the file that SAMSA_RUNS_FILE names.
import fc from 'fast-check'
import { appendFileSync } from 'node:fs'

const file = process.env.SAMSA_RUNS_FILE

fc.configureGlobal({
  reporter: (details) => {
    if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance })
    if (file) appendFileSync(file, `${details.numRuns}\n`)
  },
})
