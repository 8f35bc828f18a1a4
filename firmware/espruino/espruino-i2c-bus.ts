import type { I2cBus } from '../../drivers/hal/i2c-bus.ts'
import type { Status } from '../../drivers/hal/status.ts'
import { NO_ACK, OK } from '../../drivers/hal/status.ts'
import type { EspruinoI2c } from './platform.ts'

/** All ones with the read bit behind it: reserved, and of no part. */
const NOBODY = 0x7f

declare const I2C: new () => EspruinoI2c

function write(this: EspruinoI2c, address: number, bytes: Uint8Array | number[]): Status {
  try {
    this.writeTo(address, bytes)
  } catch {
    return NO_ACK
  }
  return OK
}

function read(this: EspruinoI2c, address: number, into: Uint8Array): Status {
  try {
    into.set(this.readFrom(address, into.length))
  } catch {
    return NO_ACK
  }
  return OK
}

/**
 * A read from an address that nobody has, 7F: START, eighteen clocks during which SDA is released, STOP. Espruino complains of a
 * START or STOP on a line that is low, and goes on all the same, so the second attempt tells whether the first has helped.
 */
function clear(this: EspruinoI2c): boolean {
  for (let i = 0; i < 2; i++) {
    try {
      this.readFrom(NOBODY, 1)
      return true
    } catch {
      // SDA is low, or was
    }
  }
  return false
}

/**
 * A software I2C bus at 50 kHz: the only one on an ESP32 under Espruino that waits for an SCD30's clock stretching.
 * It cannot see a missing acknowledge: an absent part reads FF, and only the checksum tells. Espruino's own object, with
 * our three methods on it. `scl` and `sda` are pin names, 'D22'.
 */
export function espruinoI2cBus(scl: string, sda: string): I2cBus {
  const bus = new I2C()
  bus.setup({ scl: scl, sda: sda, bitrate: 50000 })
  bus.write = write
  bus.read = read
  bus.clear = clear
  return bus
}
