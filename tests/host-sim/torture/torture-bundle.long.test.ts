import { describe, expect, it } from 'vitest'
import { applicationMembers, nodeScripts } from '../../../cli/node-scripts.ts'
import { bundleFirmware } from '../../../host-sim/torture/bundle-port.ts'
import { MemberNames } from '../../../host-sim/espruino/member-names.ts'
import { tormentNode } from '../../../host-sim/torture/torture-seed.ts'
import { share } from '../../support/share.ts'

const SEEDS = Array.from({ length: share(20) }, (_, i) => i + 1)
const FLASHED = bundleFirmware(nodeScripts(), new MemberNames(applicationMembers()))

describe('a day of torture of the flashed bundle', () => {
  it.each(SEEDS)('of seed %i violates nothing', seed => {
    const { violation, samples } = tormentNode(seed, 1, 24, undefined, FLASHED)
    expect(violation, `npx breva torture --seeds 1 --seed ${seed} --hours 24 --bundle`).toBeUndefined()
    expect(samples).toBeGreaterThan(1000)
  })
})
