import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CommandError } from '../../cli/command-error.ts'
import { describeBroker, parseBrokerAddress, subscribeCommand, watchCommand } from '../../cli/broker-address.ts'

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

  it('takes mqtts, on 8883 where no port is given, and the other names that it goes by', () => {
    expect(parseBrokerAddress('mqtts://broker.lan')).toEqual({ host: 'broker.lan', port: 8883, tls: {} })
    for (const scheme of ['ssl', 'tls', 'MQTTS']) expect(parseBrokerAddress(`${scheme}://h:1`)).toEqual({ host: 'h', port: 1, tls: {} })
    expect(parseBrokerAddress('tcp://h')).toEqual({ host: 'h', port: 1883 })
    expect(describeBroker(parseBrokerAddress('mqtts://u:pw@[::1]'))).toBe('mqtts://[::1]:8883')
  })

  it('takes user and password, percent-decoded', () => {
    expect(parseBrokerAddress('mqtt://sta%40tion:p%3Aw@h')).toEqual({ host: 'h', port: 1883, user: 'sta@tion', password: 'p:w' })
  })

  it('takes the password from the environment, unless the URL has one', () => {
    expect(parseBrokerAddress('mqtt://u@h', 'hidden').password).toBe('hidden')
    expect(parseBrokerAddress('mqtt://u:open@h', 'hidden').password).toBe('open')
  })

  it.each([
    'mqtt://', 'broker.lan', 'http://h', 'wss://h', 'mqtts://', 'mqtt://h:99999', 'mqtt://h:0', 'mqtt://h:x', 'mqtt://h/path', 'mqtt://h?x', 'mqtt://:password@h', 'mqtt://%zz@h', ''
  ])('refuses %j as a usage error that shows a good one', text => {
    const error = refusal(text)
    expect(error).toBeInstanceOf(CommandError)
    expect(error.exitCode).toBe(2)
    expect(error.message).toContain('mqtt://192.168.1.10:1883')
  })

  it('the command for another program says whom to trust, and is safe to paste', () => {
    const address = parseBrokerAddress('mqtts://u%27%3B%20ls@h')
    expect(subscribeCommand(address)).toBe("mosquitto_sub -h h -p 8883 --capath /etc/ssl/certs -u 'u'\\''; ls' -P PASSWORD -t 'breva/#' -v")
    expect(subscribeCommand({ ...address, tls: { ca: { path: 'ca.pem', pem: '' } } })).toContain(' --cafile ca.pem ')
  })

  it('the command for another program follows the root, and a shell takes that for one word', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(root => !/[\0\r\n]/.test(root))
    const roots = fc.oneof(fc.constantFrom('home/sensors', "it's", '$HOME', '`ls`', '!!', "a'; ls; '"), word)
    fc.assert(fc.property(fc.array(roots, { minLength: 1, maxLength: 20 }), all => {
      // One shell for many words.
      const words = all.map(root => subscribeCommand({ host: 'h', port: 1883 }, root)).map(line => /^mosquitto_sub -h h -p 1883 -t (.*) -v$/s.exec(line)![1])
      expect(execFileSync('sh', ['-c', `printf '%s\\n' ${words.join(' ')}`], { encoding: 'utf8' })).toBe(all.map(root => `${root}/#\n`).join(''))
    }), { numRuns: 20 })
  })

  it('our own command names what is not as usual alone, and a shell takes each for one word', () => {
    expect(watchCommand('mqtt://127.0.0.1:1883')).toBe('breva watch')
    expect(watchCommand('mqtts://h:8883', "it's")).toBe("breva watch --broker mqtts://h:8883 --root 'it'\\''s'")
  })

  it('never shows the password', () => {
    expect(refusal('mqtt://user:hunter22@h:99999').message).not.toContain('hunter22')
    const address = parseBrokerAddress('mqtt://user:hunter22@h')
    expect(describeBroker(address) + subscribeCommand(address)).not.toContain('hunter22')
  })
})
