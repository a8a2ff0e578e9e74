// A record of a share group with a header that is no text, where text is asked for, is a dead letter without a retry, byte for byte, with the code SAMSA_DESERIALIZE; its neighbours run once.
import { noText, undecodable } from '../src/share/undecodable.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) =>
  undecodable(
    stage,
    {
      headers: [
        ['number', '4'],
        ['checked', noText],
      ],
    },
    2,
  ),
)
