/**
 * The smallest wires that make a node measure, in the device subset: one SCD30, one MH-Z19 and three DS18B20 that
 * always answer, as tables of bytes rather than emulated parts, so that what the interpreter counts is the node.
 * Loaded before the firmware, they stand in for Espruino's I2C, Serial2, OneWire, Wifi and ESP32.
 */
declare const global: Record<string, unknown>
declare const Modules: { addCached(name: string, source: string): void }
declare function setTimeout(task: (text: string) => void, delay: number, text: string): unknown

/** SCD30 replies by command, in hex. */
const SCD30 = '|d1000342f3|02020001b0|0300' + '43dbcb8c2e8f41d970e7fff54243bf3a1b74' + '|46000002e3|5306000081|5403000081|5102000081|520401904c'
/** The read-out of a probe at 25.0625 deg C, 12 bits. */
const SCRATCHPAD = [0x91, 0x01, 0x4b, 0x46, 0x7f, 0xff, 0x0f, 0x10, 0x25]
const ROMS = ['28139bbb0b00001f', '2839386a0d000044', '28ff641dcd96f201']

class CannedI2c {
  private command: string

  constructor() {
    this.command = ''
  }

  setup(): void { /* nothing to set up */ }

  writeTo(_address: number, bytes: number[]): void {
    this.command = ('0' + bytes[0].toString(16)).slice(-2) + ('0' + bytes[1].toString(16)).slice(-2)
  }

  readFrom(_address: number, count: number): Uint8Array {
    const reply = new Uint8Array(count)
    const start = SCD30.indexOf('|' + this.command) + 5
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
  write(request: string): void {
    const command = request.charCodeAt(2)
    serial.ppm = 800 + (serial.ppm + 7) % 50
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
    setTimeout(CannedI2cHost.deliver, 20, reply + String.fromCharCode(-sum & 255))
  }
}

class CannedI2cHost {
  static deliver(reply: string): void {
    if (serial.listener) serial.listener(reply)
  }
}

class CannedOneWire {
  reset(): boolean { return true }
  select(): void { /* all probes say the same */ }
  skip(): void { /* likewise */ }
  write(): void { /* they are always ready */ }
  read(count: number): Uint8Array { return new Uint8Array(count === 9 ? SCRATCHPAD : [0xff]) }
  search(): string[] { return ROMS }
}

global['I2C'] = CannedI2c
global['Serial2'] = serial
global['OneWire'] = CannedOneWire
global['ESP32'] = { reboot(): void { /* it never does here */ } }
Modules.addCached('Wifi', 'var f={};exports.on=function(e,g){f[e]=g};exports.connect=function(){setTimeout(function(){f.connected()},50)};' +
  'exports.getStatus=function(){return{rssi:-60}};exports.getIP=function(){return{mac:"24:0a:c4:a1:b2:c3"}};exports.stopAP=function(){};exports.disconnect=function(){}')
