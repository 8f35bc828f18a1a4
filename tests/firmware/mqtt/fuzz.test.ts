import { describe, expect, it } from 'vitest'
import { lifeRound, mutatedRound, noiseRound } from '../../support/mqtt-fuzz.ts'

/** `npm run fuzz` asks for more packets, and for other seeds. */
const PACKETS = Number(process.env['BREVA_FUZZ_PACKETS'] ?? 100_000)
const SEED = Number(process.env['BREVA_FUZZ_SEED'] ?? 20141029)
/** ms that are enough for that many packets on a busy machine. */
const TIMEOUT = 10_000 + PACKETS / 2

/** Runs rounds of the seeds SEED, SEED + 1, ... until that many packets are through; the seed of a failure is told. */
function run(round: (seed: number) => number, packets: number): number {
  let done = 0
  for (let seed = SEED; done < packets; seed++) {
    try {
      done += round(seed)
    } catch (error) {
      throw new Error(`seed ${seed}, "npm run fuzz -- --seed ${seed} --packets 1": ${(error as Error).message}`, { cause: error })
    }
  }
  return done
}

describe('compared with mqtt-packet', () => {
  it('[MQTT-2.2.2-1] [MQTT-3.3.2-1] [MQTT-3.3.4-1] every packet of random lives is written, read and answered alike', () => {
    expect(run(seed => lifeRound(seed, 200), PACKETS / 2)).toBeGreaterThanOrEqual(PACKETS / 2)
  }, TIMEOUT)

  it('valid packets with random changes are taken or refused alike, in any pieces, without an exception or growth', () => {
    expect(run(mutatedRound, PACKETS / 4)).toBeGreaterThanOrEqual(PACKETS / 4)
  }, TIMEOUT)

  it('noise is taken or refused alike, in any pieces, without an exception or growth', () => {
    expect(run(noiseRound, PACKETS / 4)).toBeGreaterThanOrEqual(PACKETS / 4)
  }, TIMEOUT)
})
