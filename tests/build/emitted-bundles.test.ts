import { beforeAll, describe, expect, it } from 'vitest'
import { checkBundle } from '../../build/check/bundle-check.ts'
import { emittedBundles, type EmittedBundle } from './emitted-bundles.ts'

/** Fields of data that the scripts read and do not make: the settings file, and the record the guard leaves. */
const OUTSIDE = [
  'node', 'location', 'period', 'wifi', 'network', 'password', 'broker', 'host', 'port', 'user', 'keepAlive', 'cleanSession', 'inFlight',
  'time', 'server', 'sensors', 'scd30', 'mh-z19', 'ds18b20', 'tx', 'rx', 'sda', 'scl', 'pin',
  'backlog', 'samples', 'overflow', 'seq', 'uptime',
  'breva', 'boot', 'app', 'bundle', 'reset', 'trouble', 'file', 'offset', 'powerOn', 'NRF', 'RegExp'
]

const FILES = ['firmware.js', 'firmware.min.js', 'boot.js', 'boot.min.js', 'boot-code.js', 'boot-code.min.js'].map(name => `dist/${name}`)

describe('the emitted bundles', () => {
  let bundles: EmittedBundle[]

  const code = (file: string): string => bundles.find(bundle => bundle.file === file)?.code ?? ''

  beforeAll(async () => {
    bundles = await emittedBundles()
  })

  it('are the application, the guard and the line between them, readable and flashed', () => {
    expect(bundles.map(bundle => bundle.file)).toEqual(FILES)
  })

  for (const file of FILES) {
    it(`${file} holds nothing that Espruino 2v29 cannot run`, () => {
      // The readable scripts are not flashed: private names and numbers are still as they were written.
      const ignored = file.endsWith('.min.js') ? [] : ['integer-as-float', 'length-assignment']
      expect(checkBundle(code(file), OUTSIDE).filter(finding => !ignored.includes(finding.rule))).toEqual([])
    })
  }

  it('share no top-level name, since all of them run in one global scope', () => {
    const names = (file: string): string[] => [...code(file).matchAll(/^(?:const|let|class|function) (\w+)/gm)].map(match => match[1])
    const application = names('dist/firmware.min.js')
    expect(names('dist/boot.min.js').filter(name => application.includes(name))).toEqual([])
  })
})
