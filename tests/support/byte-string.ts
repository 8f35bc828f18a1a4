/** `'FF 86'` as a string of bytes. */
export function fromHex(text: string): string {
  return String.fromCharCode(...text.split(' ').filter(digits => digits !== '').map(digits => parseInt(digits, 16)))
}

/** A string of bytes as `'FF 86'`. */
export function toHex(bytes: string): string {
  return [...bytes].map(byte => byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')).join(' ')
}

/** An MH-Z19 frame from its first eight bytes, with the checksum it needs. */
export function framed(text: string): string {
  const bytes = fromHex(text)
  let sum = 0
  for (let i = 1; i < 8; i++) sum += bytes.charCodeAt(i)
  return bytes + String.fromCharCode((256 - (sum % 256)) % 256)
}
