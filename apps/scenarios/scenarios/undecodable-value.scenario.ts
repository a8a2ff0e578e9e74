// A value that cannot be decoded is not retried: its dead letter has the bytes as they came, and its neighbours are handled, for per-record and batch classes.
import { noText, undecodable } from '../src/undecodable.js'

await undecodable({ broken: { value: noText }, message: 'value of' })
