import { describe, expect, it } from 'vitest'
import { CommandError } from '../../cli/command-error.ts'
import { describeBroker, parseBrokerAddress, subscribeCommand } from '../../cli/broker-address.ts'

function refusal(text: string, password?: string): CommandError {
  try {
    parseBrokerAddress(text, password)
  } catch (error) {
    return error as CommandError
  }
  throw new Error(`${text} was accepted`)
}

describe('parseBrokerAddress', () => {
  it('takes host and port, and 1883 where none is given', () => {
    expect(parseBrokerAddress('mqtt://broker.lan')).toEqual({ host: 'broker.lan', port: 1883 })
    expect(parseBrokerAddress('mqtt://192.168.1.10:1884/')).toEqual({ host: '192.168.1.10', port: 1884 })
    expect(parseBrokerAddress('mqtt://[::1]:1884')).toEqual({ host: '::1', port: 1884 })
  })

  it('takes user and password, percent-decoded', () => {
    expect(parseBrokerAddress('mqtt://sta%40tion:p%3Aw@h')).toEqual({ host: 'h', port: 1883, user: 'sta@tion', password: 'p:w' })
  })

  it('takes the password from the environment, unless the URL has one', () => {
    expect(parseBrokerAddress('mqtt://u@h', 'hidden').password).toBe('hidden')
    expect(parseBrokerAddress('mqtt://u:open@h', 'hidden').password).toBe('open')
  })

  it.each([
    'mqtt://', 'broker.lan', 'http://h', 'mqtts://h', 'mqtt://h:99999', 'mqtt://h:0', 'mqtt://h:x', 'mqtt://h/path', 'mqtt://h?x', 'mqtt://:password@h', 'mqtt://%zz@h', ''
  ])('refuses %j as a usage error that shows a good one', text => {
    const error = refusal(text)
    expect(error).toBeInstanceOf(CommandError)
    expect(error.exitCode).toBe(2)
    expect(error.message).toContain('mqtt://192.168.1.10:1883')
  })

  it('never shows the password', () => {
    expect(refusal('mqtt://user:hunter22@h:99999').message).not.toContain('hunter22')
    const address = parseBrokerAddress('mqtt://user:hunter22@h')
    expect(describeBroker(address) + subscribeCommand(address)).not.toContain('hunter22')
  })
})
