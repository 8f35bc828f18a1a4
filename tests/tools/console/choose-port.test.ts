import { describe, expect, it } from 'vitest'
import { choosePort } from '../../../tools/console/choose-port.ts'

describe('choosing a port', () => {
  it('takes the only one', () => {
    expect(choosePort([{ path: '/dev/ttyUSB0' }], 'flash')).toBe('/dev/ttyUSB0')
  })

  it('lists several and asks for one of them', () => {
    expect(() => choosePort([{ path: '/dev/ttyUSB0', description: 'Silicon Labs' }, { path: '/dev/ttyACM0' }], 'flash'))
      .toThrow(/2 serial ports:\n {2}\/dev\/ttyUSB0 {2}Silicon Labs\n {2}\/dev\/ttyACM0\n.*--port \/dev\/ttyUSB0/)
  })

  it('says what to check when there is none', () => {
    expect(() => choosePort([], 'flash')).toThrow(/No serial port was found\..*cable.*driver.*tcp:/)
  })
})
