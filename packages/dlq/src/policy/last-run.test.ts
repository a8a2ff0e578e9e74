import { describe, expect, it } from '@jest/globals'
import { buildPolicy } from '../testing/build-policy.js'
import { lastRunDelivery } from './last-run.js'

describe('lastRunDelivery', () => {
  it.each([
    ['one before the limit where Samsa writes dead letters', { attempts: 10 }, 5, 4],
    ['the limit where the broker writes them', { attempts: 10, deadLetter: 'broker' as const }, 5, 5],
    ['the limit where nobody does', { attempts: 10, deadLetter: null }, 5, 5],
    ['the last attempt', { attempts: 2 }, 5, 2],
    ['what afterDeliveries says', { attempts: 10, afterDeliveries: 3 }, 5, 3],
    ['the limit by afterDeliveries', { attempts: 10, afterDeliveries: 5 }, 5, 5],
    ['never above the limit', { attempts: 10, afterDeliveries: 9 }, 5, 5],
    ['the last attempt where no limit is known', {}, Number.POSITIVE_INFINITY, 5],
    ['the first, always', { attempts: 3 }, 1, 1],
  ])('is %s', (_name, parts, limit, last) => expect(lastRunDelivery(buildPolicy(parts), limit)).toBe(last))
})
