// All records of a partition are poison for a batch class that settles record by record: five attempts each, they are dead-lettered in order, byte for byte, and the other partition is not held up.
import { poison } from '../src/poison.js'
import { scenario } from '../src/scenario.js'

await scenario((stage) => poison(stage, 'batch', 'all'))
