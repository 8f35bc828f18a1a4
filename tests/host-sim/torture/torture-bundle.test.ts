import { describe, expect, it } from 'vitest'
import { applicationMembers, nodeScripts } from '../../../cli/node-scripts.ts'
import { bundleFirmware } from '../../../host-sim/torture/bundle-port.ts'
import { MemberNames } from '../../../host-sim/espruino/member-names.ts'
import type { FirmwareMaker } from '../../../host-sim/torture/node-port.ts'
import { tormentNode } from '../../../host-sim/torture/torture-seed.ts'

/** What is flashed, with `change` made in its text. */
function flashed(change = (application: string): string => application): FirmwareMaker {
  const scripts = nodeScripts()
  const application = change(scripts.application)
  return bundleFirmware({ ...scripts, application }, new MemberNames(applicationMembers()))
}

/** The invariant that the flashed bundle breaks in a quiet hour when `text` of it has become `other`. */
function violated(text: string, other: string): string | undefined {
  const maker = flashed(application => {
    expect(application).toContain(text)
    return application.replaceAll(text, other)
  })
  return tormentNode(3, 1, 1, [], maker).violation?.invariant
}

describe('torture of the flashed bundle', () => {
  it.each([1, 4])('finds nothing wrong in two hours of seed %i, and accounts for every sample', seed => {
    const { violation, samples, delivered, faults } = tormentNode(seed, 1, 2, undefined, flashed())
    expect(violation).toBeUndefined()
    expect(faults.length).toBeGreaterThan(0)
    expect(samples).toBeGreaterThan(100)
    expect(delivered).toBeGreaterThan(samples / 2)
  })

  it('still names a probe that was taken off while the power was off, whatever the interpreter takes for found', () => {
    const none = { text: 'probes:none-left', node: undefined, target: 'probes', fault: 'none-left', start: 600_000, duration: 1_200_000 }
    expect(tormentNode(3, 1, 1, [none], flashed()).violation).toBeUndefined()
  })

  it('notices a sample that is counted as dropped and was not', () => {
    expect(violated('"overflow":', '"overflow":1')).toBe('I1')
  })

  it('notices a status that is not true', () => {
    expect(violated('"online"', '"offline"')).toMatch(/I[56]/)
  })

  it('notices an exception in a callback, and an application that does not run', () => {
    expect(violated('"state"', 'nobody.state')).toBe('I7')
    expect(tormentNode(3, 1, 1, [], flashed(() => 'print("no application")')).violation).toMatchObject({ invariant: 'I7', message: expect.stringContaining('no application') as string })
  })
})

describe('the names of members in a bundle', () => {
  it('are those that the build has given, told apart by the object, or the source\'s own', () => {
    const names = new MemberNames({ a: 'count', $b: 'count', c: 'other' })
    expect([names.in({ a: 1 }, 'count'), names.in({ $b: 1 }, 'count'), names.in({ count: 1 }, 'count')]).toEqual(['a', '$b', 'count'])
    expect(() => names.in({ a: 1 }, 'other')).toThrow('no member other')
  })
})
