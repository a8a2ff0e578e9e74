// A share group has the id already: one clear line that names the group and says what to do, exit code 3, with KIP-848 and classic.
import { complainsOnce } from '../src/complaint.js'
import { joinShareGroup } from '../src/join-share-group.js'
import { scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_GROUP_KIND')
  const topic = await stage.topic('shared')
  const group = stage.name('thumbnails')
  await stage.committed(group) // a fresh broker has a coordinator only after it was asked for one
  await until('the share group exists', async () => (await joinShareGroup(stage.broker.port, group, topic)) === 0)
  await Promise.all(
    ['auto', 'consumer', 'classic'].map((protocol) =>
      complainsOnce(
        stage.worker({ group, topics: [topic], options: { protocol } }),
        3,
        'SAMSA_GROUP_KIND',
        group,
        'another kind',
        'choose another group id',
      ),
    ),
  )
})
