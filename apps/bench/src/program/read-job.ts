/** The job given to this candidate process, as the harness passed it: one JSON argument. */
export function readJob<Job>(): Job {
  const text = process.argv[2]
  if (text === undefined) throw new Error('This is one candidate of the bench. Run it by `npm run bench`, which gives it a job.')
  return JSON.parse(text) as Job
}
