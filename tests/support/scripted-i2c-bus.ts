import { expect } from 'vitest'
import type { Clock } from '../../drivers/hal/clock.ts'
import type { I2cBus } from '../../drivers/hal/i2c-bus.ts'
import { OK } from '../../drivers/hal/status.ts'
import type { Status } from '../../drivers/hal/status.ts'

interface Transaction {
  direction: 'write' | 'read'
  bytes: number[]
  status: Status
}

/** '00 01 B0' as numbers. */
export function hex(text: string): number[] {
  return text.trim().split(/\s+/).map(byte => parseInt(byte, 16))
}

/** A bus that expects exactly the transactions listed, in that order; call `done` in `afterEach`. */
export class ScriptedI2cBus implements I2cBus {
  /** Clock time of each transaction. */
  readonly times: number[] = []
  private readonly script: Transaction[] = []
  private readonly address: number
  private readonly clock: Clock

  constructor(address: number, clock: Clock) {
    this.address = address
    this.clock = clock
  }

  expectWrite(bytes: string, status: Status = OK): this {
    this.script.push({ direction: 'write', bytes: hex(bytes), status })
    return this
  }

  expectRead(bytes: string, status: Status = OK): this {
    this.script.push({ direction: 'read', bytes: hex(bytes), status })
    return this
  }

  write(address: number, bytes: Uint8Array | number[]): Status {
    return this.take('write', address, Array.from(bytes)).status
  }

  read(address: number, into: Uint8Array): Status {
    const next = this.take('read', address, undefined)
    expect(into.length, 'bytes to be read').toBe(next.bytes.length)
    into.set(next.bytes)
    return next.status
  }

  clear(): boolean {
    return true
  }

  /** Everything expected has happened. */
  get ended(): boolean {
    return this.script.length === 0
  }

  /** Fails when something expected has not happened. */
  done(): void {
    expect(this.script, 'transactions that never came').toEqual([])
  }

  private take(direction: 'write' | 'read', address: number, bytes: number[] | undefined): Transaction {
    const next = this.script.shift()
    const seen = `${direction} ${(bytes ?? []).map(byte => byte.toString(16).padStart(2, '0')).join(' ')}`
    if (!next) throw new Error(`nothing more was expected, but there came: ${seen}`)
    expect(address).toBe(this.address)
    expect(direction, `direction of ${seen}`).toBe(next.direction)
    if (bytes) expect(bytes).toEqual(next.bytes)
    this.times.push(this.clock.now())
    return next
  }
}
