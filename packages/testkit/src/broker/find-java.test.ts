import { describe, expect, it } from '@jest/globals'
import { findJava, parseJavaVersion } from './find-java.js'

describe('parseJavaVersion', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_392"', 8],
    ['The operation couldn’t be completed', undefined],
  ])('%s', (output, version) => {
    expect(parseJavaVersion(output)).toBe(version)
  })
})

describe('findJava', () => {
  it('says what to install where JAVA_HOME has no Java', async () => {
    await expect(findJava({ JAVA_HOME: '/nowhere' })).rejects.toMatchObject({
      code: 'missing-java',
      isMissing: true,
      message: expect.stringContaining('apt-get install default-jre-headless'),
    })
  })
})
