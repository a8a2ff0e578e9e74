// A tombstone where the topic allows none is not retried: its dead letter has a null value, and its neighbours are handled, for per-record and batch classes.
import { undecodable } from '../src/undecodable.js'

await undecodable({ broken: { value: null }, message: 'nullable' })
