import type { I2cBus } from '../../drivers/hal/i2c-bus.ts'
import type { Status } from '../../drivers/hal/status.ts'
import { NO_ACK, OK } from '../../drivers/hal/status.ts'
import type { EspruinoI2c } from './platform.ts'

declare const I2C: new () => EspruinoI2c

/**
 * A software I2C bus at 50 kHz: the only one on an ESP32 under Espruino that waits for an SCD30's clock stretching.
 * It cannot see a missing acknowledge: an absent part reads FF, and only the checksum tells.
 */
export class EspruinoI2cBus implements I2cBus {
  private readonly bus: EspruinoI2c

  /** `scl` and `sda` are pin names, 'D22'. */
  constructor(scl: string, sda: string) {
    this.bus = new I2C()
    this.bus.setup({ scl: scl, sda: sda, bitrate: 50000 })
  }

  write(address: number, bytes: Uint8Array | number[]): Status {
    try {
      this.bus.writeTo(address, bytes)
    } catch {
      return NO_ACK
    }
    return OK
  }

  read(address: number, into: Uint8Array): Status {
    try {
      into.set(this.bus.readFrom(address, into.length))
    } catch {
      return NO_ACK
    }
    return OK
  }
}
