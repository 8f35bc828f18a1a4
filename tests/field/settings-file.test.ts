import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GOOD, problemsOf, withValue } from '../support/settings-check.ts'

function levels(settings: object): string[] {
  return problemsOf(JSON.stringify(settings)).map(({ level }) => level)
}

describe('field case 12, arendst/Tasmota#22628, wled/WLED#88, esphome/issues#2463: a broker that cannot be reached', () => {
  const withHost = (host: string): string[] => levels(withValue(GOOD, 'broker.host', host))

  it('is refused for any address with a port, any IPv6 address, and any four numbers that are none', () => {
    const byte = fc.nat(255)
    fc.assert(fc.property(fc.tuple(byte, byte, byte, byte), fc.integer({ min: 1, max: 65535 }), ([a, b, c, d], port) => {
      expect(withHost(`${a}.${b}.${c}.${d}:${port}`)).toEqual(['error'])
      expect(withHost(`${a}.${b}.${c}.${d + 256}`)).toEqual(['error'])
      expect(withHost(`${a}.${b}.${c}`)).toEqual(['error'])
    }))
    fc.assert(fc.property(fc.ipV6().filter(address => /^[0-9a-f:.]+$/i.test(address)), address => {
      expect(withHost(address)).toEqual(['error'])
    }))
  })

  it.each(['...', 'a..b', '-a.lan', 'a-.lan', '0.0.0.0', '255.255.255.255', '224.0.0.1', '192.168.01.10'])('%s is refused', host => {
    expect(withHost(host)).toEqual(['error'])
  })

  it.each(['localhost', 'localhost.', '127.0.0.1', '127.1.2.3', 'homeassistant.local', 'HomeAssistant.Local'])('%s is warned of: a laptop may reach it, a board cannot', host => {
    expect(withHost(host)).toEqual(['warning'])
  })

  it('is not suspected in any address of a single machine, nor in any name', () => {
    fc.assert(fc.property(fc.ipV4(), address => {
      const first = Number(address.split('.')[0])
      expect(withHost(address)).toEqual(first === 127 ? ['warning'] : first === 0 || first >= 224 ? ['error'] : [])
    }))
    fc.assert(fc.property(fc.domain().filter(name => name.length <= 253 && !name.endsWith('.local')), name => {
      expect(withHost(name)).toEqual([])
    }))
  })
})

describe('field case 13, espressif/esp-idf#387, esphome/issues#3417: pins that a board does not have, or that stop it', () => {
  const withPin = (pin: string): string[] => levels(withValue(GOOD, 'sensors.ds18b20', { pin }))

  it.each([1, 3, 6, 7, 8, 9, 10, 11, 12, 20, 24, 28, 29, 30, 31, 34, 40])('D%i is refused', pin => {
    expect(withPin(`D${pin}`)).toEqual(['error'])
  })

  it.each([0, 2, 5, 15])('D%i is warned of', pin => {
    expect(withPin(`D${pin}`)).toEqual(['warning'])
  })

  it.each([4, 13, 14, 16, 17, 18, 19, 23, 25, 26, 27, 32, 33])('D%i is free', pin => {
    expect(withPin(`D${pin}`)).toEqual([])
  })

  it('D12 is warned of where the board drives it', () => {
    expect(levels(withValue(GOOD, 'sensors.scd30.power', 'D12'))).toEqual(['warning'])
  })
})

describe('field case 11, Moddable-OpenSource/moddable#1118, espressif/arduino-esp32#3218, xoseperez/espurna#921: the name of a network', () => {
  it('is refused above the 31 bytes that arrive, counted in UTF-8', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'ä', '√', '😀'), minLength: 1, maxLength: 32 }), name => {
      const bytes = Buffer.byteLength(name)
      expect(levels(withValue(GOOD, 'wifi.network', name))).toEqual(bytes > 31 ? ['error'] : [])
    }))
  })
})

describe('field case 18, nobody has reported it: the password of a network', () => {
  it.each(['11111111', 'changeme', 'Password'])('%s is warned of, without being shown, and taken', password => {
    const problems = problemsOf(JSON.stringify(withValue(GOOD, 'wifi.password', password)))
    expect(problems.map(({ level, path }) => [level, path])).toEqual([['warning', 'wifi.password']])
    expect(problems[0].message).not.toContain(password)
  })
})
