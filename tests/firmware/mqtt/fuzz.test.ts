import { describe, expect, it } from 'vitest'
import { fuzzRounds } from '../../support/fuzz-rounds.ts'
import { lifeRound, mutatedRound, noiseRound } from '../../support/mqtt-fuzz.ts'

/** `npm run fuzz` asks for more packets, and for other seeds. */
const PACKETS = Number(process.env['BREVA_FUZZ_PACKETS'] ?? 100_000)
const SEED = Number(process.env['BREVA_FUZZ_SEED'] ?? 20141029)
/** ms that are enough for that many packets on a busy machine. */
const TIMEOUT = 10_000 + PACKETS / 2

describe('compared with mqtt-packet', () => {
  it('[MQTT-2.2.2-1] [MQTT-3.3.2-1] [MQTT-3.3.4-1] every packet of random lives is written, read and answered alike', () => {
    expect(fuzzRounds(seed => lifeRound(seed, 200), PACKETS / 2, SEED)).toBeGreaterThanOrEqual(PACKETS / 2)
  }, TIMEOUT)

  it('valid packets with random changes are taken or refused alike, in any pieces, without an exception or growth', () => {
    expect(fuzzRounds(mutatedRound, PACKETS / 4, SEED)).toBeGreaterThanOrEqual(PACKETS / 4)
  }, TIMEOUT)

  it('noise is taken or refused alike, in any pieces, without an exception or growth', () => {
    expect(fuzzRounds(noiseRound, PACKETS / 4, SEED)).toBeGreaterThanOrEqual(PACKETS / 4)
  }, TIMEOUT)
})
