import { Mosquitto, type MosquittoOptions } from '../../bench/peers/mosquitto.ts'
import type { Authority, Certificate } from './certificates.ts'

/** A mosquitto that speaks TLS with a certificate; `visitors` signs those that its clients have to show. */
export function tlsMosquitto(certificate: Certificate, visitors?: Authority, options: Pick<MosquittoOptions, 'accounts'> = {}): Promise<Mosquitto> {
  const lines = [`certfile ${certificate.cert}`, `keyfile ${certificate.key}`]
  if (visitors) lines.push(`cafile ${visitors.ca}`, 'require_certificate true')
  return Mosquitto.start({ ...options, lines })
}
