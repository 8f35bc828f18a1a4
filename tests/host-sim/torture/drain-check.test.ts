import { describe, expect, it } from 'vitest'
import { DrainCheck } from '../../../host-sim/torture/drain-check.ts'

/** Looks every second for so long, at what waits then. */
function watch(seconds: number, pending: (second: number) => number): () => void {
  const check = new DrainCheck()
  return () => { for (let second = 0; second < seconds; second++) check.check(second * 1000, pending(second)) }
}

describe('a backlog on a good link', () => {
  it('may be of any size while it gets smaller', () => {
    expect(watch(3600, second => Math.max(1, 5000 - 2 * second))).not.toThrow()
  })

  it('may not stay as it is for more than a minute', () => {
    expect(watch(61, () => 2)).not.toThrow()
    expect(watch(63, () => 2)).toThrow('2 samples are pending, after 2 a minute ago')
  })

  it('may not shrink more slowly than samples are sent', () => {
    expect(watch(63, second => 1000 - Math.floor(second / 3))).toThrow('the link has long been good')
  })

  it('is looked at anew when it was empty, or the link was not good', () => {
    expect(watch(200, second => second % 50 === 0 ? 0 : 700)).not.toThrow()
  })
})
