import { topic } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { consumerGroup } from './consumer-group.js'
import { findWarnings } from './find-warnings.js'
import { renderProblem } from './plan/routing-problem.js'
import { shareGroup, type ShareGroupBuilder } from './share-group.js'
import { compileWithBrokers } from './testing/compile-with-brokers.js'

class Nothing {
  consume() {}
}
const images = topic('images')
const warningsOf = (build: (group: ShareGroupBuilder) => void) => {
  const { plan, problems } = compileWithBrokers([shareGroup('jobs', build)])
  expect(problems).toEqual([])
  return findWarnings(plan)
}
const pathsOf = (build: (group: ShareGroupBuilder) => void) => warningsOf(build).map(({ path }) => path)

describe('findWarnings', () => {
  it('has nothing against a plan that says where to begin and fits its lock', () => {
    expect(
      warningsOf((group) => {
        group.settings({ offsetReset: 'latest', lockDuration: '30s' })
        group.topic(images, { consumer: Nothing, timeout: '28s' })
      }),
    ).toEqual([])
    const { plan } = compileWithBrokers([consumerGroup('a', (group) => group.topic(images, { consumer: Nothing, timeout: '5m' }))])
    expect(findWarnings(plan)).toEqual([])
  })

  it('tells of a beginning that nobody has declared', () => {
    const [warning] = warningsOf((group) => group.topic(images, { consumer: Nothing }))
    expect(warning).toMatchObject({ severity: 'warning', code: 'SAMSA_ROUTE_RISKY', path: "shareGroup('jobs').settings.offsetReset" })
    expect(renderProblem(warning!)).toMatch(/^SAMSA_ROUTE_RISKY .+ \(.+\): it is not declared.+ are never delivered: declare .+/)
  })

  it.each([
    ['28001ms', undefined, 1],
    ['28s', undefined, 0],
    ['10s', '10s', 1],
    ['9s', '10s', 0],
    ['50s', '60s', 0],
  ] as const)('a timeout of %s with a lock of %s', (timeout, lockDuration, count) => {
    const paths = pathsOf((group) => {
      group.settings({ offsetReset: 'earliest', lockDuration })
      group.topic(images, { consumer: Nothing, timeout })
    })
    expect(paths).toEqual(count === 0 ? [] : ["shareGroup('jobs').topic('images').timeout"])
  })

  it('tells of one member, and of more than a group takes', () => {
    const withMembers = (members: number, routes = 1) =>
      warningsOf((group) => {
        group.settings({ offsetReset: 'earliest', sessionTimeout: '50s' })
        group.options({ members })
        for (let route = 0; route < routes; route++) group.topic(topic(`images-${route}`), { consumer: Nothing })
      }).map(({ reason }) => reason)
    expect(withMembers(1)).toEqual([expect.stringContaining('session timeout (50000 ms)')])
    expect(withMembers(2)).toEqual([])
    expect(withMembers(200)).toEqual([])
    expect(withMembers(101, 2)).toEqual([expect.stringContaining('202 members in each worker (101 for each of 2 routes)')])
  })
})
