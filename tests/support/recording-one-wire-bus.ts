import type { OneWireBus, RomCode } from '../../drivers/hal/one-wire-bus.ts'

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** Passes everything on and keeps it, one text per transaction: `select <rom> be read 9`; a `+` marks a held line. */
export class RecordingOneWireBus implements OneWireBus {
  readonly transactions: string[] = []
  /** May change what is read; is told of the transaction so far. */
  tamper: (transaction: string, bytes: Uint8Array) => Uint8Array = (_transaction, bytes) => bytes
  private readonly bus: OneWireBus

  constructor(bus: OneWireBus) {
    this.bus = bus
  }

  reset(): boolean {
    const present = this.bus.reset()
    this.transactions.push(present ? '' : 'nobody')
    return present
  }

  select(rom: RomCode): void {
    this.note(`select ${rom}`)
    this.bus.select(rom)
  }

  skip(): void {
    this.note('skip')
    this.bus.skip()
  }

  write(byte: number, holdPower: boolean): void {
    this.note(hex(byte) + (holdPower ? '+' : ''))
    this.bus.write(byte, holdPower)
  }

  read(count: number): Uint8Array {
    this.note(`read ${count}`)
    return this.tamper(this.transactions[this.transactions.length - 1], this.bus.read(count))
  }

  search(command: number): RomCode[] {
    this.transactions.push(`search ${hex(command)}`)
    return this.bus.search(command)
  }

  /** What has passed since the last call. */
  take(): string[] {
    return this.transactions.splice(0)
  }

  private note(what: string): void {
    const last = this.transactions.length - 1
    this.transactions[last] += (this.transactions[last] ? ' ' : '') + what
  }
}
