// A header that cannot be decoded when the handler reads it is not retried: its dead letter has the bytes as they came, and its neighbours are handled, for per-record and batch classes.
import { noText, undecodable } from '../src/undecodable.js'

await undecodable({ broken: { headers: [['checked', noText]] }, message: 'header of', handler: { readsHeader: 'checked' } })
