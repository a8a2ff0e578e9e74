// A record of a share group with a header whose name is no text is a dead letter at its first attempt, with the code SAMSA_DESERIALIZE; the name is written as well as it can be, and its neighbours run once.
import { noText, undecodable } from '../src/share/undecodable.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) =>
  undecodable(stage, {
    headers: [
      ['number', '4'],
      [noText, 'nobody can ask for it'],
    ],
  }),
)
