import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNodeTopic } from '../../contract/node-topic.ts'

const level = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).map(text => text.replaceAll('/', '-'))
const levels = (minLength: number): fc.Arbitrary<string> => fc.array(level, { minLength, maxLength: 4 }).map(parts => parts.join('/'))

describe('readNodeTopic', () => {
  it('gives back the node and what stands behind it, below a root of any number of levels', () => {
    fc.assert(fc.property(levels(1), level, levels(0), (root, node, below) => {
      expect(readNodeTopic(root, `${root}/${node}${below === '' ? '' : `/${below}`}`)).toEqual({ node, below })
    }))
  })

  it('takes nothing of another root, though it begins alike', () => {
    fc.assert(fc.property(levels(1), level, levels(0), (root, more, below) => {
      expect(readNodeTopic(root, root)).toBeUndefined()
      expect(readNodeTopic(root, `${root}${more}/${below}`)).toBeUndefined()
    }))
    expect(readNodeTopic('breva', 'brevab/attic/state')).toBeUndefined()
    expect(readNodeTopic('home/sensors', 'home/attic/state')).toBeUndefined()
  })

  it('takes a name as it stands there, also an empty one', () => {
    expect(readNodeTopic('breva', 'breva//state')).toEqual({ node: '', below: 'state' })
    expect(readNodeTopic('breva', 'breva/A b/sensor/scd30/status')).toEqual({ node: 'A b', below: 'sensor/scd30/status' })
  })
})
