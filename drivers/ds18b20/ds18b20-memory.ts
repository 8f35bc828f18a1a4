// Settings of a DS18B20 to its EEPROM and back (Maxim 042208, "Function Commands").
import { BAD_CHECKSUM, BAD_REPLY, type Status, UNSUPPORTED } from '../hal/status.ts'
import { VERIFIED } from '../sensor.ts'
import { COPY, type Ds18b20Driver, type Ds18b20Probe, FAMILY, FAMILY_D, RECALL } from './ds18b20-settings.ts'
import { ATTEMPTS } from './ds18b20-steps.ts'
import { readProbe } from './ds18b20-wire.ts'

/** ms for a copy (042208, "AC Electrical Characteristics": 10 ms at most). */
const COPY_TIME = 10

/** In place of a time to wait: all is done. */
export const NO_MORE = -1

// `attempt` of the driver: how far it is with one probe.
const BEGUN = 0
const COPIED = 1
const RECALLED = 2

function tell(driver: Ds18b20Driver, probe: Ds18b20Probe): number {
  const recalling = driver.attempt === COPIED || driver.command === RECALL
  driver.bus.reset()
  driver.bus.select(probe.rom)
  driver.bus.write(recalling ? RECALL : COPY, driver.hold)
  driver.attempt = recalling ? RECALLED : COPIED
  return COPY_TIME
}

function compare(driver: Ds18b20Driver, probe: Ds18b20Probe): number {
  const wanted = probe.want
  const reply = readProbe(driver.bus, probe)
  if (reply === BAD_CHECKSUM) driver.errors++
  if (reply < 16) {
    if (++driver.attempt < RECALLED + ATTEMPTS) return 1
    driver.status = (reply & 15) as Status
  } else if (driver.command === RECALL) probe.want = (reply >> 4) | VERIFIED
  else if (((reply >> 4) | VERIFIED) !== wanted) driver.status = BAD_REPLY
  return 0
}

/** One step with one probe; returns how many ms to wait for the next, 0 with the next probe. */
function stepOf(driver: Ds18b20Driver, probe: Ds18b20Probe): number {
  if (driver.target && driver.target !== probe.rom) return 0
  if (driver.attempt < RECALLED && !(probe.want & VERIFIED)) return 0
  if ((probe.kind & FAMILY) >= FAMILY_D) {
    driver.status = UNSUPPORTED
    return 0
  }
  return driver.attempt < RECALLED ? tell(driver, probe) : compare(driver, probe)
}

/**
 * A step of COPY (48, wait, then as RECALL) or RECALL (B8, wait, read back), probe after probe. Returns how many ms to wait for
 * the next step, NO_MORE after the last.
 */
export function copyOrRecall(driver: Ds18b20Driver): number {
  const probes = driver.probes
  if (driver.index >= probes.length) return NO_MORE
  const wait = stepOf(driver, probes[driver.index])
  if (wait) return wait
  driver.attempt = BEGUN
  driver.index++
  return 0
}
