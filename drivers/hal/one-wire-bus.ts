/** A 1-Wire address: 16 lower-case hex digits in bus order, family code first, CRC last. */
export type RomCode = string

/** A 1-Wire master. Every slot may be disturbed by Wi-Fi on an ESP32, so nothing read here is true before its CRC. */
export interface OneWireBus {
  /** Reset pulse; true when some part answered with a presence pulse. */
  reset(): boolean
  /** Match ROM (55) and the address. Call after `reset`. */
  select(rom: RomCode): void
  /** Skip ROM (CC): everybody listens. Call after `reset`. */
  skip(): void
  /** One byte, least significant bit first; `holdPower` drives the line high afterwards until the next reset or slot. */
  write(byte: number, holdPower: boolean): void
  /** Reads `count` bytes. An empty bus reads FF. */
  read(count: number): Uint8Array
  /** Search ROM (F0), or alarm search (EC) when `command` says so: every address found, unverified. */
  search(command: number): RomCode[]
}
