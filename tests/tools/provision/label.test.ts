import fc from 'fast-check'
import decodeQR from 'qr/decode.js'
import { describe, expect, it } from 'vitest'
import { labelSvg } from '../../../tools/provision/label.ts'

/** Pixels for a module. */
const SCALE = 4

/** The squares of a label's path as a picture, and what a reader of QR codes finds in it. */
function read(svg: string): string {
  const path = / d="([^"]+)"/.exec(svg)![1]
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)].map(([, x, y, width]) => [Number(x), Number(y), Number(width)])
  // As wide as the code and its quiet zone on both sides.
  const side = (Math.max(...runs.map(([x, , width]) => x + width)) + Math.min(...runs.map(([x]) => x))) * SCALE
  const data = new Uint8ClampedArray(side * side * 4).fill(255)
  for (const [x, y, width] of runs) {
    for (let row = y * SCALE; row < (y + 1) * SCALE; row++) {
      for (let pixel = row * side + x * SCALE; pixel < row * side + (x + width) * SCALE; pixel++) data.fill(0, pixel * 4, pixel * 4 + 3)
    }
  }
  return decodeQR({ width: side, height: side, data })
}

describe('a label', () => {
  it('has the name of the node in letters and as a QR code', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z0-9-]{1,20}$/), node => {
      const svg = labelSvg(node, '')
      expect(read(svg)).toBe(node)
      expect(svg).toContain(`>${node}</text>`)
    }), { numRuns: 25 })
  })

  it('has any location as text, and never as markup', () => {
    const svg = labelSvg('attic', 'Küche & <b>Bad</b>')
    expect(svg).toContain('>Küche &amp; &lt;b&gt;Bad&lt;/b&gt;</text>')
    expect(labelSvg('attic', '').match(/<text/g)).toHaveLength(1)
  })

  it('has letters that fit beside the code, however long the name is', () => {
    for (const node of ['a', 'n'.repeat(20)]) {
      const size = Number(/font-weight="bold" font-size="([\d.]+)"/.exec(labelSvg(node, ''))![1])
      expect(size * node.length * 0.62).toBeLessThanOrEqual(28.001)
      expect(size).toBeLessThanOrEqual(6)
    }
  })
})
