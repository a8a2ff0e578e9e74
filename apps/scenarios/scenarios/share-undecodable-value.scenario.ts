// A record of a share group whose value cannot be decoded is a dead letter at its first attempt, byte for byte, with the code SAMSA_DESERIALIZE; its neighbours run once.
import { noText, undecodable } from '../src/share/undecodable.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => undecodable(stage, { value: noText }))
