// What passes on the wire between a reset and the next one. Maxim DS18B20 (042208), "ROM Commands" and "Function Commands".
import { maximCrc8 } from '../checksum/maxim-crc8.ts'
import type { OneWireBus } from '../hal/one-wire-bus.ts'
import { BAD_CHECKSUM, BAD_REPLY, NOT_FOUND, OK, type Status, SUSPECT, UNSUPPORTED, WARMING } from '../hal/status.ts'
import { decodeScratchpad } from './ds18b20-scratchpad.ts'
import { PARASITE } from '../sensor.ts'
import { type Ds18b20Probe, POWER, VERIFIED } from './ds18b20-settings.ts'

const MAX_PROBES = 16
/** No EEPROM holds TH 125 and TL -55. So they show a reset of families D and E, whose power-on value looks real. */
const MARKER = 0x7dc900

/**
 * One attempt to read the scratchpad (BE). The low 4 bits are the status, SUSPECT too when the settings are not the ones
 * given to the probe; the bits above are TH, TL and configuration, 0 when the scratchpad was not sound.
 * @hot
 */
export function readProbe(bus: OneWireBus, probe: Ds18b20Probe): number {
  if (!bus.reset()) return NOT_FOUND
  bus.select(probe.rom)
  bus.write(0xbe, false)
  const bytes = bus.read(9)
  const status = /* @__NOINLINE__ */ decodeScratchpad(bytes, probe)
  const found = (bytes[2] << 16) | (bytes[3] << 8) | bytes[4]
  if (status === OK && (found | VERIFIED) === probe.want) return (found << 4) | OK
  if (status === BAD_CHECKSUM) probe.errors++
  if (status === BAD_CHECKSUM || status === NOT_FOUND) return status
  probe.want &= 0xffffff
  return ((found & 31) === 31 ? found << 4 : 0) | (status === OK ? SUSPECT : status)
}

/**
 * One attempt to ask for the power mode (B4) and to see the wanted settings in the scratchpad; they are written (4E) only
 * where they differ. UNSUPPORTED: on the `last` attempt, all but the resolution is as wanted; the part's own is accepted.
 */
export function setUpProbe(bus: OneWireBus, probe: Ds18b20Probe, resolution: number, last: boolean): Status {
  let reply = readProbe(bus, probe)
  let want = probe.want & 0xffffff
  const resolvable = !probe.rom.startsWith('10')
  if (reply < 16) return reply
  bus.reset()
  bus.select(probe.rom)
  bus.write(POWER, false)
  const bits = bus.read(1)
  const supply = bits[0]
  if (supply !== 0 && supply !== 255) return BAD_REPLY
  probe.kind = (probe.kind & 127) | (supply ? 0 : PARASITE)
  if (!want) {
    want = (probe.kind & 127) < 68 ? reply >> 4 : MARKER | ((reply >> 4) & 255)
    if (resolvable) want = (want & 0xffff00) | ((resolution - 9) << 5) | 31
    probe.want = want
  }
  if (reply >> 4 !== want) {
    bus.reset()
    bus.select(probe.rom)
    bus.write(0x4e, false)
    bus.write(want >> 16, false)
    bus.write((want >> 8) & 255, false)
    // The DS18S20 takes two bytes.
    if (resolvable) bus.write(want & 255, false)
    reply = readProbe(bus, probe)
    if (reply >> 4 !== want) {
      if (reply < 16) return reply
      if (((reply >> 4) ^ want) > 255 || !last) return BAD_REPLY
      probe.want = (reply >> 4) | VERIFIED
      return UNSUPPORTED
    }
  }
  probe.want = want | VERIFIED
  return OK
}

/** Searches (F0) and appends what is new, to be proved by `setUpProbe`. Returns the broken names among them, -1 for no name at all. */
export function findProbes(bus: OneWireBus, probes: Ds18b20Probe[]): number {
  const roms = bus.search(0xf0)
  let broken = roms.length > 0 ? 0 : -1
  for (const rom of roms) {
    let known = false
    for (const probe of probes) if (probe.rom === rom) known = true
    // A name that was met before was whole, and taking names apart is dear.
    if (known) continue
    const bytes = []
    for (let i = 0; i < 16; i += 2) bytes.push(parseInt(rom.slice(i, i + 2), 16))
    const sort = bytes[0]
    if (rom.length !== 16 || maximCrc8(bytes) !== 0) broken++
    else if ((sort === 0x28 || sort === 0x22 || sort === 0x10) && probes.length < MAX_PROBES) {
      probes.push({ rom, status: WARMING, temperature: 0, errors: 0, kind: 0, want: 0 })
    }
  }
  return broken
}
