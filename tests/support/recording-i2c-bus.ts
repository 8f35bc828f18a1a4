import type { Clock } from '../../drivers/hal/clock.ts'
import type { I2cBus } from '../../drivers/hal/i2c-bus.ts'
import type { Status } from '../../drivers/hal/status.ts'

export interface Transfer {
  direction: 'write' | 'read'
  bytes: number[]
  status: Status
  began: number
  ended: number
}

/** Passes everything on to another bus and keeps what went over it. */
export class RecordingI2cBus implements I2cBus {
  readonly transfers: Transfer[] = []
  /** How often the bus was cleared. */
  clears = 0
  private readonly bus: I2cBus
  private readonly clock: Clock

  constructor(bus: I2cBus, clock: Clock) {
    this.bus = bus
    this.clock = clock
  }

  write(address: number, bytes: Uint8Array | number[]): Status {
    const began = this.clock.now()
    const status = this.bus.write(address, bytes)
    this.transfers.push({ direction: 'write', bytes: Array.from(bytes), status, began, ended: this.clock.now() })
    return status
  }

  read(address: number, into: Uint8Array): Status {
    const began = this.clock.now()
    const status = this.bus.read(address, into)
    this.transfers.push({ direction: 'read', bytes: Array.from(into), status, began, ended: this.clock.now() })
    return status
  }

  clear(): boolean {
    this.clears++
    return this.bus.clear()
  }

  /** The written commands so far, in hexadecimal. */
  commands(): string[] {
    return this.transfers.filter(transfer => transfer.direction === 'write')
      .map(transfer => transfer.bytes.map(byte => byte.toString(16).padStart(2, '0')).join(' '))
  }
}
