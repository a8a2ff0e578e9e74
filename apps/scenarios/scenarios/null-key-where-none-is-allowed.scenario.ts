// A key that is null where the topic allows none is not retried: its dead letter has a null key, and its neighbours are handled, for per-record and batch classes.
import { undecodable } from '../src/undecodable.js'

await undecodable({ broken: { key: null }, requiresKey: true, message: 'nullable' })
