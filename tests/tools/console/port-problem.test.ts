import { describe, expect, it } from 'vitest'
import { DEVICE_NOT_FOUND, FAILURE, USAGE } from '../../../cli/exit-code.ts'
import { portProblem } from '../../../tools/console/port-problem.ts'

function error(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code })
}

describe('a port that does not open', () => {
  it('is told by its reason', () => {
    expect(portProblem('/dev/ttyUSB0', error('', 'Error: Permission denied, cannot open /dev/ttyUSB0'))).toMatchObject({ exitCode: FAILURE, message: expect.stringContaining('permission denied') as string })
    expect(portProblem('/dev/ttyUSB0', error('', 'Error Resource temporarily unavailable Cannot lock port')).message).toContain('in use by another program')
    expect(portProblem('/dev/null', error('', 'Error: Inappropriate ioctl for device setting custom baud rate of 115200')))
      .toMatchObject({ exitCode: DEVICE_NOT_FOUND, message: expect.stringContaining('not a serial port') as string })
    expect(portProblem('tcp://board:23', error('ENOTFOUND', 'getaddrinfo ENOTFOUND board'))).toMatchObject({ exitCode: DEVICE_NOT_FOUND })
  })

  it('is said to be for flash and selftest alone where it is the simulated one', () => {
    expect(portProblem('sim', error('', 'Error: No such file or directory, cannot open sim'))).toMatchObject({ exitCode: USAGE, message: expect.stringContaining('breva flash --port sim') as string })
  })

  it.runIf(process.platform === 'linux')('names the group dialout where permission is denied', () => {
    expect(portProblem('/dev/ttyUSB0', error('', 'Error: Permission denied, cannot open /dev/ttyUSB0')).message).toContain('dialout')
  })

  it.each(['/dev/ttyS0', '/dev/ttyAMA0', '/dev/serial0'])('names the switch of the UART where %s does not exist, or a login shell has it', port => {
    for (const reason of ['No such file or directory, cannot open', 'Input/output error, cannot open', 'Inappropriate ioctl for device']) {
      expect(portProblem(port, error('', `Error: ${reason} ${port}`))).toMatchObject({ exitCode: DEVICE_NOT_FOUND, message: expect.stringContaining('raspi-config') as string })
    }
    expect(portProblem(port, error('', 'Error Resource temporarily unavailable Cannot lock port'))).toMatchObject({ exitCode: FAILURE, message: expect.stringContaining('login shell') as string })
    expect(portProblem('/dev/ttyUSB0', error('', 'Error: No such file or directory')).message).not.toContain('raspi-config')
  })
})
