import { describe, expect, it } from 'vitest'
import { usualPorts } from '../../../tools/console/list-ports.ts'
import type { SerialLibrary } from '../../../tools/console/serial-library.ts'

const USB = { vendorId: '10c4', productId: 'ea60' }

describe('the ports that may be a board', () => {
  it('are those on USB where there are any', () => {
    expect(usualPorts([{ path: '/dev/ttyS0' }, { path: '/dev/ttyAMA0' }, { path: '/dev/ttyUSB0', manufacturer: 'Silicon Labs', ...USB }]))
      .toEqual([{ path: '/dev/ttyUSB0', description: 'Silicon Labs' }])
  })

  it('are the others, without those of the mainboard, where none is on USB', () => {
    expect(usualPorts([{ path: '/dev/ttyS0' }, { path: '/dev/ttyS31' }, { path: '/dev/ttyAMA0' }, { path: '/dev/tty.debug.SOC' }]))
      .toEqual([{ path: '/dev/ttyAMA0' }])
  })

  it('are the UART of a Raspberry Pi\'s pins, by its name, where none is on USB', () => {
    for (const uart of ['/dev/ttyS0', '/dev/ttyAMA0']) {
      expect(usualPorts([{ path: '/dev/ttyS0' }, { path: '/dev/ttyAMA0' }].filter(({ path }) => path === uart), uart)).toEqual([{ path: '/dev/serial0', description: `UART on the pins, ${uart}` }])
    }
    expect(usualPorts([{ path: '/dev/ttyS0' }, { path: '/dev/ttyUSB0', ...USB }], '/dev/ttyS0')).toEqual([{ path: '/dev/ttyUSB0' }])
  })
})

describe('the serial port library', () => {
  it('is what our description of it says', async () => {
    // The types are compared by the compiler.
    const library: SerialLibrary = await import('serialport')
    expect(library.SerialPort.list).toBeTypeOf('function')
    for (const method of ['open', 'close', 'drain', 'write', 'on'] as const) expect(library.SerialPort.prototype[method]).toBeTypeOf('function')
  })
})
