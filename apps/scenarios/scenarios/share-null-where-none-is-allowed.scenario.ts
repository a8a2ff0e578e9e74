// A record of a share group without a value, where the topic allows none, is a dead letter at its first attempt, without a value too, with the code SAMSA_DESERIALIZE; its neighbours run once.
import { undecodable } from '../src/share/undecodable.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => undecodable(stage, { value: null }))
