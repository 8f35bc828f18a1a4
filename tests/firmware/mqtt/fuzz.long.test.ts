import { describe, expect, it } from 'vitest'
import { fuzzRounds } from '../../support/fuzz-rounds.ts'
import { lifeRound, mutatedRound, noiseRound } from '../../support/mqtt-fuzz.ts'
import { share } from '../../support/share.ts'

const PACKETS = share(1_000_000)
/** Far from those of fuzz.test.ts. */
const SEED = 500_000_000
/** ms that are enough for that many packets on a busy machine. */
const TIMEOUT = 60_000 + PACKETS / 2

const ROUNDS: [string, number, (seed: number) => number][] = [['lives of clients', PACKETS / 2, seed => lifeRound(seed, 200)], ['damaged packets', PACKETS / 4, mutatedRound], ['noise', PACKETS / 4, noiseRound]]

describe('compared with mqtt-packet', () => {
  it.each(ROUNDS)('%s in great numbers are taken or refused alike', (_name, packets, round) => {
    expect(fuzzRounds(round, packets, SEED)).toBeGreaterThanOrEqual(packets)
  }, TIMEOUT)
})
