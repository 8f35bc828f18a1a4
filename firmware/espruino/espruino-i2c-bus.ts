import type { I2cBus } from '../../drivers/hal/i2c-bus.ts'
import type { Status } from '../../drivers/hal/status.ts'
import { NO_ACK, OK } from '../../drivers/hal/status.ts'
import type { EspruinoI2c } from './platform.ts'

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
 * A software I2C bus at 50 kHz: the only one on an ESP32 under Espruino that waits for an SCD30's clock stretching.
 * It cannot see a missing acknowledge: an absent part reads FF, and only the checksum tells. Espruino's own object, with
 * our two methods on it. `scl` and `sda` are pin names, 'D22'.
 */
export function espruinoI2cBus(scl: string, sda: string): I2cBus {
  const bus = new I2C()
  bus.setup({ scl: scl, sda: sda, bitrate: 50000 })
  bus.write = write
  bus.read = read
  return bus
}
