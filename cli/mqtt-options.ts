import type { IClientOptions } from 'mqtt'
import type { BrokerAddress } from './broker-address.ts'
import { tlsOptions } from './broker-certificates.ts'

/** MQTT.js options for a broker: address, account and TLS, MQTT 3.1.1. A client adds its own id and patience. */
export function mqttOptions(address: BrokerAddress): IClientOptions {
  return {
    host: address.host,
    port: address.port,
    protocol: address.tls ? 'mqtts' : 'mqtt',
    protocolVersion: 4,
    ...tlsOptions(address),
    ...address.user !== undefined && { username: address.user },
    ...address.password !== undefined && { password: address.password }
  }
}
