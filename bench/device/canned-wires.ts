/**
 * The smallest wires that make a node measure, in the device subset: one SCD30, one MH-Z19 and three DS18B20 that
 * always answer, as tables of bytes rather than emulated parts, so that what the interpreter counts is the node.
 * Loaded before the firmware, they stand in for Espruino's I2C, Serial2, OneWire, Wifi and ESP32, and measure memory
 * at every transfer, look at the clock and write to a socket.
 */
import { sample } from './meter.ts'
import { NorFlash } from './nor-flash.ts'

type Write = (bytes: string) => boolean
type Connect = (options: object, onOpen: () => void) => { write: Write }

declare const global: Record<string, unknown>
declare const E: Record<string, unknown>
declare const Modules: { addCached(name: string, source: string): void }
declare const Socket: { prototype: { write?: (bytes: string) => boolean } }
declare function require(name: 'net'): { connect: Connect }
declare function require(name: 'fs'): { readdirSync(folder: string): string[] }
declare function setTimeout(task: (text: string) => void, delay: number, text: string): unknown
declare function getTime(): number

/** SCD30 replies by command, in hex: firmware, data ready, measurement, interval and the settings. */
const SCD30 = '|d1000342f3|02020001b0|0300' + '43dbcb8c2e8f41d970e7fff54243bf3a1b74' + '|46000002e3|5306000081|5403000081|5102000081|520401904c'
/** Three genuine probes, in the order of their search. */
const ROMS = ['28139bbb0b00001f', '2839386a0d000044', '2893bec20c00009e']

class CannedI2c {
  private command: string

  constructor() {
    this.command = ''
  }

  setup(): void { /* nothing to set up */ }

  writeTo(_address: number, bytes: number[]): void {
    sample('i2c write')
    this.command = ('0' + bytes[0].toString(16)).slice(-2) + ('0' + bytes[1].toString(16)).slice(-2)
  }

  readFrom(_address: number, count: number): Uint8Array {
    const reply = new Uint8Array(count)
    const start = SCD30.indexOf('|' + this.command) + 5
    sample('i2c read')
    if (start < 5) {
      // the serial number: sixteen words of NUL
      for (let i = 2; i < count; i += 3) reply[i] = 0x81
      return reply
    }
    for (let i = 0; i < count; i++) reply[i] = parseInt(SCD30.substr(start + 2 * i, 2), 16)
    return reply
  }
}

const serial = {
  listener: undefined as ((chunk: string) => void) | undefined,
  ppm: 800,
  setup(): void { /* nothing to set up */ },
  removeAllListeners(): void { serial.listener = undefined },
  on(_event: string, listener: (chunk: string) => void): void { serial.listener = listener },
  deliver(reply: string): void {
    sample('serial read')
    const listener = serial.listener
    if (listener) listener(reply)
  },
  write(request: string): void {
    const command = request.charCodeAt(2)
    sample('serial write')
    // readings that stand still are not believed
    if (command === 0x86) serial.ppm = 800 + (serial.ppm + 7) % 50
    const high = serial.ppm >> 8
    const low = serial.ppm & 255
    let body = [0, 0, 0, 0, 0, 0]
    if (command === 0x86) body = [high, low, 0x40, 0, 0, 0]
    else if (command === 0x85) body = [9, 0x60, high, low, 0, 0]
    else if (command === 0xa0) body = [0x30, 0x35, 0x31, 0x35, 0, 0]
    else if (command === 0x9b) body = [0, 0, 0x13, 0x88, 0, 0]
    else if (command === 0x7d) body = [0, 0, 0, 0, 0, 1]
    else if (command === 0x79) return
    let sum = command
    let reply = String.fromCharCode(0xff, command)
    for (const byte of body) {
      sum += byte
      reply += String.fromCharCode(byte)
    }
    setTimeout(serial.deliver, 20, reply + String.fromCharCode(-sum & 255))
  }
}

/** Bytes 2 to 4 of each probe's scratchpad, the only ones that can be written. */
const registers = [[0x4b, 0x46, 0x7f], [0x4b, 0x46, 0x7f], [0x4b, 0x46, 0x7f]]
const wire = { selected: 0, command: 0, written: 3 }

class CannedOneWire {
  reset(): boolean {
    sample('1-wire reset')
    wire.command = 0
    wire.written = 3
    return true
  }

  select(rom: string): void { wire.selected = ROMS.indexOf(rom) }

  skip(): void { /* only conversions are meant for all */ }

  write(byte: number): void {
    sample('1-wire write')
    if (wire.written < 3) registers[wire.selected][wire.written++] = byte
    else if (wire.command === 0) {
      wire.command = byte
      if (byte === 0x4e) wire.written = 0
    }
  }

  read(count: number): Uint8Array {
    sample('1-wire read')
    if (count !== 9) {
      // a conversion is under way the first time that it is asked for, and power comes by its own wire
      const busy = wire.command === 0x44
      wire.command = 0xff
      return new Uint8Array([busy ? 0 : 255])
    }
    const kept = registers[wire.selected]
    const bytes = new Uint8Array([0x91 + wire.selected * 8, 1, kept[0], kept[1], kept[2], 0xff, 0x0f, 0x10, 0])
    let crc = 0
    for (let i = 0; i < 8; i++) {
      crc ^= bytes[i]
      for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ 0x8c : crc >> 1
    }
    bytes[8] = crc
    return bytes
  }

  search(): string[] {
    sample('1-wire search')
    return ROMS
  }
}

const native = { time: getTime, connect: require('net').connect, write: undefined as Write | undefined }

function time(): number {
  sample('clock')
  return native.time()
}

function write(this: unknown, bytes: string): boolean {
  const taken = native.write!.call(this, bytes)
  // The bytes are there twice: the socket has copied them.
  sample('socket write')
  return taken
}

/** The built-in `write` can be had from a socket only. */
function connect(options: object, onOpen: () => void): { write: Write } {
  const socket = native.connect(options, onOpen)
  if (!native.write) {
    native.write = socket.write
    Socket.prototype.write = write
  }
  return socket
}

global['I2C'] = CannedI2c
// An assignment would be read back as the built-in port: only a declaration hides it.
global['$serial'] = serial
;(0, eval)('var Serial2=$serial')
global['OneWire'] = CannedOneWire
global['ESP32'] = { reboot(): void { /* it never does here */ } }
global['getTime'] = time
global['$connect'] = connect
// Only a node that is to keep an outage in flash has the file that stands for it beside its Storage.
if (require('fs').readdirSync('.').indexOf('nor') >= 0) {
  global['$flash'] = new NorFlash()
  Modules.addCached('Flash', 'module.exports=$flash')
}
Modules.addCached('net', 'exports.connect=$connect')
E['enableWatchdog'] = (): void => { sample('start') }
E['kickWatchdog'] = (): void => { sample('sign of life') }
Modules.addCached('Wifi', 'var f={};exports.on=function(e,g){f[e]=g};exports.connect=function(){setTimeout(function(){f.connected()},50)};' +
  'exports.getStatus=function(){return{rssi:-60}};exports.getIP=function(){return{mac:"24:0a:c4:a1:b2:c3"}};exports.stopAP=function(){};exports.disconnect=function(){}')
