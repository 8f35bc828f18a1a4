import { describe, expect, it } from 'vitest'
import { STEPS } from '../../tools/selftest/selftest-steps.ts'
import { documents } from '../support/documents.ts'

describe('what docs/hardware.md wants confirmed on a board', () => {
  const page = documents().find(({ path }) => path === 'docs/hardware.md')!.text
  const rows = page.slice(page.indexOf('## Still to be confirmed')).split('\n').filter(line => line.startsWith('| ') && !line.startsWith('| statement'))

  it('is a step of breva selftest, each row one of its own, and each step a row', () => {
    const named = rows.map(row => /`([a-z0-9-]+)` \|$/.exec(row)?.[1])
    expect(named.length).toBeGreaterThan(20)
    expect(named.toSorted()).toEqual(STEPS.map(({ name }) => name).sort())
  })
})
