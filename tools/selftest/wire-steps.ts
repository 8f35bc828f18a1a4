import { counted } from '../../cli/counted.ts'
import { ROM } from '../../contract/schemas/rom.ts'
import { failed, judged, passed, skipped, type Bench, type Step, type Verdict } from './step.ts'

const ROUNDS = 20
/** Disturbed reads of so many that the driver's retries bear. */
const BORNE = 2
const SCD30 = 0x61
const READY = '[2,2]'
/** ms between a command and its answer: the SCD30 takes 3 (interface description, 1.1.1), and a fast console asks sooner. */
const ANSWER = 5
const NOBODY = 0x7f

/** CRC-8 of Sensirion: polynomial 31, from FF. */
function sensirion(bytes: number[]): number {
  let crc = 0xff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? (crc << 1 ^ 0x31) & 0xff : crc << 1
  }
  return crc
}

/** CRC-8 of Maxim: polynomial 31 the other way round, from 00. */
function maxim(bytes: number[]): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ 0x8c : crc >> 1
  }
  return crc
}

const numbers = (text: string): number[] => text.split(',').map(Number)

async function bus({ questions, pins }: Bench): Promise<boolean> {
  if (pins.sda === undefined || pins.scl === undefined) return false
  await questions.ask(`(global.B=new I2C(),B.setup({sda:"${pins.sda}",scl:"${pins.scl}",bitrate:50000}),1)`)
  return true
}

const NO_BUS = 'name the wires of the SCD30 with --sda and --scl'

async function stretching(bench: Bench): Promise<Verdict> {
  if (!await bus(bench)) return skipped(NO_BUS)
  let disturbed = 0
  let heard = false
  for (let round = 0; round < ROUNDS; round++) {
    await bench.questions.ask(`(B.writeTo(${SCD30},${READY}),1)`)
    await bench.pause(ANSWER)
    const [high, low, crc] = numbers(await bench.questions.ask<string>(`B.readFrom(${SCD30},3).join()`))
    if (sensirion([high, low]) !== crc) disturbed++
    else heard = true
  }
  if (!heard) return failed('nothing answers at address 61 on these pins')
  return judged(disturbed <= BORNE, `${disturbed} of ${ROUNDS} answers were disturbed`)
}

async function clocks(bench: Bench): Promise<Verdict> {
  if (!await bus(bench)) return skipped(NO_BUS)
  await bench.questions.ask(`(function(){try{B.readFrom(${NOBODY},1)}catch(e){}return 1})()`)
  return passed('the read came back; an oscilloscope shows its clocks')
}

async function oneWire({ questions, pins }: Bench): Promise<Verdict> {
  if (pins.oneWire === undefined) return skipped('name the wire of the probes with --one-wire')
  const found = await questions.ask<string>(`(global.O=new OneWire("${pins.oneWire}"),O.search().join())`)
  const [probe] = found.split(',')
  if (!ROM.test(probe)) return failed('no probe answers on this pin')
  let disturbed = 0
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = numbers(await questions.ask<string>(`(O.reset(),O.select("${probe}"),O.write(190),O.read(9).join())`))
    if (maxim(bytes.slice(0, 8)) !== bytes[8]) disturbed++
  }
  return judged(disturbed <= BORNE, `${counted(found.split(',').length, 'probe')}; ${disturbed} of ${ROUNDS} reads were disturbed`)
}

function serialPort({ port }: Bench): Promise<Verdict> {
  return Promise.resolve(port.startsWith('tcp://') ? skipped('the board is behind a network address') : passed(`${port} on ${process.platform}`))
}

/** What the wires have to show. */
export const WIRE_STEPS: Step[] = [
  { name: 'i2c-stretching', statement: 'software I2C follows the SCD30\'s stretching', expected: `at most ${BORNE} of ${ROUNDS} disturbed`, run: stretching },
  { name: 'i2c-clear', statement: 'a read from address 7F ends in a STOP', expected: 'it comes back', run: clocks },
  { name: 'one-wire', statement: '1-Wire beside Wi-Fi', expected: `at most ${BORNE} of ${ROUNDS} disturbed`, run: oneWire },
  { name: 'serial-port', statement: 'serial ports other than a pseudo-terminal on Linux', expected: 'the questions are answered', run: serialPort }
]
