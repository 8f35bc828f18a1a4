/**
 * What an ESP32 has and a Linux Espruino lacks, from the same emulated parts as in the simulator: one SCD30, one
 * MH-Z19C and three DS18B20 in air that varies, Wi-Fi that is joined at once, a clock that is never set, raw flash that
 * outlives a restart. Stored as the first boot file. Lines `scd30 unplug true` in the file `faults` beside its Storage break what is to be broken, and with
 * `false` mend it; the targets are scd30, mh-z19, the probes' ROMs, i2c, uart, one-wire, and wifi with the one fault lost.
 * A file, because the console loses characters typed while the interpreter works: on Linux a thread of its own reads them.
 */
import { NorFlash } from '../../../bench/device/nor-flash.ts'
import { Ds18b20Part } from '../../../host-sim/parts/ds18b20-part.ts'
import { MhZ19Part } from '../../../host-sim/parts/mh-z19-part.ts'
import type { Air } from '../../../host-sim/parts/part.ts'
import { Scd30Part } from '../../../host-sim/parts/scd30-part.ts'
import { Random } from '../../../host-sim/random.ts'
import { I2cWire } from '../../../host-sim/wires/i2c-wire.ts'
import { OneWireLine } from '../../../host-sim/wires/one-wire-line.ts'
import { UartWire } from '../../../host-sim/wires/uart-wire.ts'
import { ShimClock } from './shim-clock.ts'
import { watchTimers } from './watched-timers.ts'

declare const global: Record<string, unknown>
declare const Modules: { addCached(name: string, source: string): void }
declare function print(text: string): void
declare function require(name: 'fs'): { readFileSync(name: string): string }
declare function eval(source: string): void

interface Breakable { inject(fault: string, active: boolean): boolean }

/** ms that the parts have been on when the node starts. */
const AGE = 3600000

const clock = new ShimClock()
const random = new Random(29)
const roomAir: Air = { co2: 800, temperature: 21, humidity: 45, pressure: 1013 }
/** Far enough from the room's that it shows whose CO2 a sample has. */
const ductAir: Air = { co2: 1600, temperature: 24, humidity: 40, pressure: 1013 }
const water: Air = { co2: 800, temperature: 12, humidity: 100, pressure: 1013 }

const i2c = new I2cWire(clock)
i2c.seesFailure = false
const scd30 = new Scd30Part(clock, random.split('scd30'))
scd30.expose(roomAir)
i2c.attach(scd30)

const uart = new UartWire(clock, 9600)
const mhZ19 = new MhZ19Part(clock, random.split('mh-z19'), 'C')
mhZ19.expose(ductAir)
uart.attach(mhZ19)

const oneWire = new OneWireLine(clock, random.split('1-wire'))
const targets: Record<string, Breakable> = { 'scd30': scd30, 'mh-z19': mhZ19, 'i2c': i2c, 'uart': uart, 'one-wire': oneWire }
for (const rom of ['28139bbb0b00001f', '2839386a0d000044', '28ff641dcd96f201']) {
  const probe = new Ds18b20Part(clock, random.split(rom), rom, rom.slice(4, 6) === '64' ? 'C' : 'A')
  probe.expose(water)
  oneWire.attach(probe)
  targets[rom] = probe
}
clock.age = AGE

function vary(): void {
  const phase = clock.now() / 7000
  roomAir.co2 = 800 + 150 * Math.sin(phase)
  roomAir.temperature = 21 + Math.sin(phase / 2)
  roomAir.humidity = 45 + 5 * Math.sin(phase / 3)
  ductAir.co2 = 1600 + 40 * Math.sin(phase)
  water.temperature = 12 + 2 * Math.sin(phase)
  clock.after(1000, vary, undefined)
}

/** The number of the latest sample that was seen to wait, in what the station keeps of it. */
let taken = 0

/** What each member of the station that is looked at may be called in the bundle; `interpreter-node.ts` reads it from the map beside it. */
const stationMembers = global['stationMembers'] as Record<string, string[]>

/** A member that is gone ends the test, which takes the line for trouble. */
function memberOf(station: Record<string, unknown>, member: string): unknown {
  for (const name of stationMembers[member]) if (name in station) return station[name]
  print('ERROR: the bundle has no member ' + member + ' any more')
  return undefined
}

/** A node that is killed tells nobody how many samples it has taken. */
function watch(): void {
  const station = global['station'] as Record<string, unknown> | undefined
  if (station && memberOf(station, 'sample')) {
    const sequence = memberOf(station, 'sequence') as number
    if (sequence !== taken) print('taken ' + sequence)
    taken = sequence
  }
  clock.after(250, watch, undefined)
}

/** Lines of the file that have been obeyed; the first is its name, since an empty file cannot be read. */
let obeyed = 1

function obey(): void {
  const lines = require('fs').readFileSync('faults').split('\n')
  while (obeyed + 1 < lines.length) {
    const words = lines[obeyed].split(' ')
    const broken = targets[words[0]]
    print('fault ' + obeyed + ': ' + (broken ? broken.inject(words[1], words[2] === 'true') : false))
    obeyed++
  }
  clock.after(250, obey, undefined)
}

class ShimI2c {
  private wired: boolean

  constructor() {
    this.wired = false
  }

  setup(options: { scl: string, sda: string }): void {
    this.wired = options.scl === 'D22' && options.sda === 'D21'
  }

  writeTo(address: number, bytes: number[]): void {
    if (this.wired) i2c.write(address, bytes)
  }

  readFrom(address: number, count: number): Uint8Array {
    const bytes = new Uint8Array(count)
    bytes.fill(255)
    // An address that no part has: nothing but clocks and a STOP.
    if (address === 127 && this.wired) i2c.clear()
    if (this.wired) i2c.read(address, bytes)
    return bytes
  }
}

const serial = {
  wired: false,
  setup(baud: number, options: { tx: string, rx: string }): void {
    serial.wired = baud === 9600 && options.tx === 'D17' && options.rx === 'D16'
  },
  write(bytes: string): void {
    if (serial.wired) uart.write(bytes)
  },
  on(_event: string, listener: (chunk: string) => void): void {
    uart.listen({ onBytes: listener })
  },
  removeAllListeners(): void { /* the wire has one listener, which `on` replaces */ }
}

class ShimOneWire {
  private readonly wired: boolean

  constructor(pin: string) {
    this.wired = pin === 'D4'
  }

  reset(): boolean {
    return this.wired && oneWire.reset()
  }

  /** Espruino's own begins with a reset pulse. */
  select(rom: string): void {
    oneWire.reset()
    oneWire.select(rom)
  }

  skip(): void {
    oneWire.skip()
  }

  write(byte: number, holdPower: boolean): void {
    oneWire.write(byte, holdPower)
  }

  read(count: number): Uint8Array {
    return oneWire.read(count)
  }

  search(command: number): string[] {
    return this.wired ? oneWire.search(command) : []
  }
}

const listeners: Record<string, (details: object) => void> = {}

function joined(): void {
  const tell = listeners['connected']
  if (tell) tell({})
}

const wifi = {
  on(event: string, listener: (details: object) => void): void {
    listeners[event] = listener
  },
  connect(): void {
    clock.after(50, joined, undefined)
  },
  disconnect(): void { /* nothing to let go */ },
  stopAP(): void { /* it has none */ },
  getStatus(): object {
    return { rssi: -60 }
  },
  getIP(): object {
    return { ip: '127.0.0.1', mac: '24:0a:c4:a1:b2:c3' }
  },
  inject(fault: string, active: boolean): boolean {
    const tell = listeners['disconnected']
    if (fault !== 'lost') return false
    if (active && tell) tell({ reason: '8' })
    return true
  }
}
targets['wifi'] = wifi

global['I2C'] = ShimI2c
global['OneWire'] = ShimOneWire
global['ESP32'] = {
  reboot(): void {
    print('REBOOT')
  }
}
global['setTime'] = (seconds: number): void => {
  // Linux moves its timers and not its clock.
  print('the clock would be set to ' + seconds)
}
global['shimSerial'] = serial
global['shimWifi'] = wifi
global['shimFlash'] = new NorFlash()
// An assignment leaves a built-in object in its place, a declaration hides it.
const evaluate = eval
evaluate('var Serial2=shimSerial')
Modules.addCached('Wifi', 'module.exports=shimWifi')
Modules.addCached('Flash', 'module.exports=shimFlash')
watchTimers()
vary()
watch()
obey()
