import type { I2cDevice } from '../../host-sim/wires/i2c-device.ts'

/** A part at 0x42 that gives back, in order and over again, the bytes last written to it, and logs what the wire does. */
export class MemoryI2cDevice implements I2cDevice {
  readonly address = 0x42
  readonly log: string[] = []
  /** ms of stretching in every transfer. */
  stretching = 0
  /** Stuck in the middle of a byte, with SDA low, until it has been clocked out of it. */
  holding = false
  /** Bytes it acknowledges in one write. */
  capacity = 64
  private memory: number[] = [0]
  private received: number[] = []
  private position = 0
  private writing = false

  select(reading: boolean, repeated: boolean): boolean {
    this.log.push(`${repeated ? 'repeated start' : 'start'} ${reading ? 'read' : 'write'}`)
    this.writing = !reading
    this.received = []
    this.position = 0
    return true
  }

  accept(byte: number): boolean {
    this.log.push(byte.toString(16).padStart(2, '0'))
    this.received.push(byte)
    return this.received.length <= this.capacity
  }

  supply(): number {
    return this.memory[this.position++ % this.memory.length]
  }

  release(): void {
    this.log.push('stop')
    this.holding = false
    if (this.writing && this.received.length > 0) this.memory = this.received
    this.writing = false
  }

  stretch(): number {
    return this.stretching
  }

  holdsData(): boolean {
    return this.holding
  }
}
