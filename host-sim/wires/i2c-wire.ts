import { NO_ACK, OK, TIMEOUT } from '../../drivers/hal/status.ts'
import type { I2cBus } from '../../drivers/hal/i2c-bus.ts'
import type { Status } from '../../drivers/hal/status.ts'
import type { SimulatedClock } from '../clock/simulated-clock.ts'
import { Random } from '../random.ts'
import type { I2cDevice } from './i2c-device.ts'

/**
 * An I2C bus with its parts. Time passes inside every transfer: nine clocks a byte, and the stretching.
 * Faults: 'unplug' (no part hears anything), 'sda-low', 'scl-low', 'all-ff' and 'all-00' (what every read gives, and no
 * write arrives), 'nack' (no address is acknowledged), 'noise' (bits flip at `noiseRate`), 'abort' (the next read is
 * cut off before its end).
 */
export class I2cWire implements I2cBus {
  readonly faults: string[]
  /** False for a controller that cannot see what is missing, as Espruino's software I2C: OK and FF instead. */
  seesFailure: boolean
  /** Clock rate. */
  hertz: number
  /** ms of stretching after which the controller gives up. */
  patience: number
  /** Probability of a wrong bit while 'noise' is active. */
  noiseRate: number
  /** Where noise comes from. */
  random: Random
  private readonly clock: SimulatedClock
  private readonly devices: I2cDevice[]
  private readonly active: Record<string, boolean>

  constructor(clock: SimulatedClock) {
    this.faults = ['unplug', 'sda-low', 'scl-low', 'all-ff', 'all-00', 'nack', 'noise', 'abort']
    this.seesFailure = true
    this.hertz = 50000
    this.patience = 1000
    this.noiseRate = 0.001
    this.random = new Random(0x12c)
    this.clock = clock
    this.devices = []
    this.active = {}
  }

  attach(device: I2cDevice): void {
    this.devices.push(device)
  }

  /** False: no such fault. */
  inject(fault: string, active: boolean): boolean {
    if (this.faults.indexOf(fault) < 0) return false
    this.active[fault] = active
    return true
  }

  write(address: number, bytes: Uint8Array | number[]): Status {
    this.pass(1)
    if (this.active['all-ff'] || this.active['all-00']) return OK
    const found = this.open(address, false)
    if (typeof found === 'number') return this.seesFailure ? found : OK
    let acknowledged = true
    for (let i = 0; i < bytes.length && acknowledged; i++) acknowledged = found.accept(this.disturb(bytes[i] & 255))
    this.pass(bytes.length)
    found.release()
    return acknowledged || !this.seesFailure ? OK : NO_ACK
  }

  read(address: number, into: Uint8Array): Status {
    this.pass(1)
    into.fill(this.active['all-00'] || (!this.seesFailure && this.dataIsLow()) ? 0 : 255)
    if (this.active['all-ff'] || this.active['all-00']) return OK
    const found = this.open(address, true)
    if (typeof found === 'number') return this.seesFailure ? found : OK
    if (this.active.abort) {
      this.active.abort = false
      found.supply()
      return this.seesFailure ? TIMEOUT : OK
    }
    for (let i = 0; i < into.length; i++) into[i] = this.disturb(found.supply())
    this.pass(into.length)
    found.release()
    return OK
  }

  /** Nine clock pulses and a STOP; true when SDA is high afterwards. */
  clear(): boolean {
    this.pass(1)
    if (this.active['scl-low']) return false
    for (const device of this.devices) device.release()
    return !this.dataIsLow()
  }

  /** The levels of an idle bus: false while something pulls SDA low. */
  idle(): boolean {
    return !this.dataIsLow() && !this.active['scl-low']
  }

  /** START and address: the part that acknowledges, or why none does. */
  private open(address: number, reading: boolean): I2cDevice | Status {
    if (this.active['scl-low']) {
      this.clock.block(this.patience)
      return TIMEOUT
    }
    if (this.dataIsLow()) return TIMEOUT
    if (this.active.unplug || this.active.nack) return NO_ACK
    const called = this.disturb(address << 1 | (reading ? 1 : 0))
    if ((called & 1) !== (reading ? 1 : 0)) return NO_ACK
    for (const device of this.devices) {
      if (device.address === called >> 1 && device.select(reading, false)) {
        const stretch = device.stretch()
        this.clock.block(Math.min(stretch, this.patience))
        if (stretch <= this.patience) return device
        device.release()
        return TIMEOUT
      }
    }
    return NO_ACK
  }

  private dataIsLow(): boolean {
    let low = this.active['sda-low'] === true
    for (const device of this.devices) if (device.holdsData() && !this.active.unplug) low = true
    return low
  }

  private disturb(byte: number): number {
    let result = byte
    if (this.active.noise) {
      for (let bit = 0; bit < 8; bit++) if (this.random.chance(this.noiseRate)) result ^= 1 << bit
    }
    return result
  }

  private pass(bytes: number): void {
    this.clock.block(9 * bytes * 1000 / this.hertz)
  }
}
