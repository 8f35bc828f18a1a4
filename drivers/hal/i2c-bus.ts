import type { Status } from './status.ts'

/**
 * An I2C controller with 7-bit addresses. There is no combined write and read: the SCD30 forbids a repeated START.
 * A transfer blocks for as long as the part stretches the clock.
 */
export interface I2cBus {
  /** START, address+W, the bytes, STOP. OK, NO_ACK (where the bus can tell) or TIMEOUT. */
  write(address: number, bytes: Uint8Array | number[]): Status
  /** START, address+R, as many bytes as `into` holds, STOP. A bus that cannot see a missing acknowledge fills in FF. */
  read(address: number, into: Uint8Array): Status
  /** Nine clocks with SDA released and a STOP, which free a part that was left in the middle of a byte; true when SDA is high afterwards. */
  clear(): boolean
}
