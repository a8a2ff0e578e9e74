import { describe, expect, it } from '@jest/globals'
import { installCommand } from './debian.mjs'
import { chooseJavaPackage, parseJavaVersion } from './java.mjs'
import { exactPnpmVersion } from './pnpm.mjs'

describe('system packages', () => {
  it('are installed without what they only recommend', () => {
    expect(installCommand(['g++', 'make']).join(' ')).toBe('apt-get install -y --no-install-recommends g++ make')
  })

  it('take the Java that Debian prefers where that is new enough', () => {
    expect(chooseJavaPackage('default-jre-headless\n  Depends: openjdk-21-jre-headless\n')).toBe('default-jre-headless')
    expect(chooseJavaPackage('default-jre-headless\n  Depends: openjdk-11-jre-headless\n')).toBe('openjdk-17-jre-headless')
    expect(chooseJavaPackage('')).toBe('openjdk-17-jre-headless')
  })

  it('read the version of Java', () => {
    expect(parseJavaVersion('openjdk version "17.0.15" 2025-04-15')).toBe(17)
    expect(parseJavaVersion('java version "1.8.0_392"')).toBe(8)
    expect(parseJavaVersion('')).toBe(undefined)
  })
})

describe('exactPnpmVersion', () => {
  it('takes an exact version only', () => {
    expect(exactPnpmVersion('pnpm@10.34.9')).toBe('10.34.9')
    expect(exactPnpmVersion('pnpm@10.34.9+sha512.abc')).toBe('10.34.9')
    expect(() => exactPnpmVersion('pnpm@10')).toThrow('not an exact version of pnpm')
  })
})
