import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { addBrokerOptions, describeFound, findBroker, findBrokerOrLocal, type BrokerArguments, type FoundBroker } from '../../cli/broker-options.ts'
import type { CommandError } from '../../cli/command-error.ts'
import { refusalOf, WorkingFolder } from '../support/working-folder.ts'

const folder = new WorkingFolder()

interface Case {
  flags?: BrokerArguments
  environment?: Record<string, string>
  file?: string
}

function find({ flags = {}, environment = {}, file }: Case): FoundBroker | undefined {
  folder.write(file)
  return findBroker(flags, folder.surroundings(environment))
}

const refusal = (given: Case): CommandError => refusalOf(() => find(given))

describe('findBroker', () => {
  it('finds none where none is named, and the one of this machine for those who want one', () => {
    expect(find({})).toBeUndefined()
    const local = findBrokerOrLocal({}, folder.surroundings({}))
    expect(local.address).toEqual({ host: '127.0.0.1', port: 1883 })
    expect(describeFound(local)).toBe('mqtt://127.0.0.1:1883 (none is named)')
  })

  it('takes a flag before the environment before the file', () => {
    const all = { flags: { broker: 'mqtt://flag' }, environment: { BREVA_BROKER: 'mqtt://environment' }, file: 'BREVA_BROKER=mqtt://file\n' }
    expect(describeFound(find(all)!)).toBe('mqtt://flag:1883')
    expect(describeFound(find({ ...all, flags: {} })!)).toBe('mqtt://environment:1883 (from BREVA_BROKER)')
    expect(describeFound(find({ file: all.file })!)).toBe('mqtt://file:1883 (from .env)')
  })

  it('an empty variable hides what the file says', () => {
    expect(find({ environment: { BREVA_BROKER: '' }, file: 'BREVA_BROKER=mqtt://file\n' })).toBeUndefined()
    expect(find({ environment: { BREVA_BROKER_USER: '', BREVA_BROKER_PASSWORD: '' }, file: 'BREVA_BROKER=mqtt://h\nBREVA_BROKER_USER=u\nBREVA_BROKER_PASSWORD=pw\n' })?.address).toEqual({ host: 'h', port: 1883 })
  })

  it('puts an account together from wherever its halves are', () => {
    const account = { host: 'h', port: 1883, user: 'u', password: 'pw' }
    expect(find({ file: 'BREVA_BROKER=mqtt://h\nBREVA_BROKER_USER=u\nBREVA_BROKER_PASSWORD=pw\n' })?.address).toEqual(account)
    expect(find({ flags: { broker: 'mqtt://u@h' }, environment: { BREVA_BROKER_PASSWORD: 'pw' } })?.address).toEqual(account)
    expect(find({ flags: { broker: 'mqtt://h' }, environment: { BREVA_BROKER_USER: 'u' }, file: 'BREVA_BROKER_PASSWORD=pw\n' })?.address).toEqual(account)
    expect(find({ environment: { BREVA_BROKER_USER: 'u', BREVA_BROKER_PASSWORD: 'pw' }, file: 'BREVA_BROKER=mqtt://h\n' })?.address).toEqual(account)
    expect(folder.warnings).toEqual([])
  })

  it('shows an account to no other broker than the one that it stands beside', () => {
    const file = 'BREVA_BROKER=mqtts://cloud.example\nBREVA_BROKER_USER=u\nBREVA_BROKER_PASSWORD=hunter22\n'
    expect(find({ file, flags: { broker: 'mqtt://192.168.1.10' } })?.address).toEqual({ host: '192.168.1.10', port: 1883 })
    expect(folder.warnings).toEqual(['the account and certificates in .env are for mqtts://cloud.example:8883, and are not used for mqtt://192.168.1.10:1883.'])
    // Nor to the same host in the clear, nor where another variable hides the address.
    expect(find({ file, flags: { broker: 'mqtt://cloud.example:8883' } })?.address.password).toBeUndefined()
    expect(find({ file, environment: { BREVA_BROKER: 'mqtts://other.example' } })?.address.password).toBeUndefined()
    expect(find({ file, flags: { broker: 'mqtts://cloud.example' } })?.address.password).toBe('hunter22')
    expect(find({ file, flags: { broker: 'mqtts://somebody@cloud.example' } })?.address).toEqual({ host: 'cloud.example', port: 8883, tls: {}, user: 'somebody' })
    expect(folder.warnings.join()).not.toContain('hunter22')
  })

  it.each([
    [{ file: 'A=1\nBREVA_BROKER_PASWORD=hunter22\n' }, '.env, line 2: BREVA_BROKER_PASWORD is not known. Did you mean BREVA_BROKER_PASSWORD?'],
    [{ file: 'BREVA_BROKR=mqtt://u:hunter22@h\n' }, '.env, line 1: BREVA_BROKR is not known. Did you mean BREVA_BROKER?'],
    [{ file: 'BREVA_BROKER_HOST=h\n' }, '.env, line 1: BREVA_BROKER_HOST is not known. Host and port stand in BREVA_BROKER, as in BREVA_BROKER=mqtt://192.168.1.10:1883'],
    [{ environment: { BREVA_MQTT_URL: 'mqtt://u:hunter22@h' } }, 'The environment variable BREVA_MQTT_URL is not known. Host and port stand in BREVA_BROKER'],
    [{ environment: { BREVA_BROKER_USERNAME: 'u' } }, 'The environment variable BREVA_BROKER_USERNAME is not known. Did you mean BREVA_BROKER_USER?'],
    [{ file: 'BREVA_BROKER=http://u:hunter22@h\n' }, 'BREVA_BROKER in .env, line 1: The broker address does not begin with mqtt://'],
    [{ environment: { BREVA_BROKER: 'h:1883' } }, 'BREVA_BROKER: The broker address'],
    [{ environment: { BREVA_BROKER: 'mqtt://h', BREVA_BROKER_PASSWORD: 'hunter22' } }, 'BREVA_BROKER_PASSWORD is there without a user name'],
    [{ flags: { ca: 'ca.pem' } }, '--ca is for a broker with TLS'],
    [{ flags: { broker: 'mqtt://h', ca: 'ca.pem' } }, '--ca is for TLS, and mqtt://h:1883 is not encrypted'],
    [{ file: 'BREVA_BROKER=mqtt://h\n\nBREVA_BROKER_CA=ca.pem\n' }, 'BREVA_BROKER_CA in .env, line 3 is for TLS'],
    [{ flags: { broker: 'mqtts://h', ca: '/no/such/ca.pem' } }, '--ca: the file /no/such/ca.pem does not exist'],
    [{ flags: { broker: 'mqtts://h', cert: '/etc/hosts', key: '/etc/hosts' } }, '--cert: /etc/hosts holds no certificate'],
    [{ flags: { broker: 'mqtts://h', cert: '/etc/hosts' } }, 'its private key is missing'],
    [{ flags: { broker: 'mqtts://h', key: '/etc/hosts' } }, 'its certificate is missing']
  ] as [Case, string][])('refuses %j with a sentence that names it and shows no secret', (given, sentence) => {
    const error = refusal(given)
    expect(error.message).toContain(sentence)
    expect(error.message).not.toContain('hunter22')
    expect(error.exitCode).toBe(2)
  })

  it('leaves alone what is not about a broker', () => {
    expect(find({ environment: { BREVA_SHARE: '1', BREVA_STORE_KEY: 'x' }, file: 'BREVA_HASS_USER=u\nBROKER=x\n' })).toBeUndefined()
  })
})

describe('addBrokerOptions', () => {
  it('adds no option for a password', () => {
    expect(addBrokerOptions(new Command('x'), 'none').options.map(option => option.long)).toEqual(['--broker', '--ca', '--cert', '--key'])
  })
})
