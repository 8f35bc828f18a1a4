/** A text as Home Assistant's entity ids take it: `Küche, oben` is `kuche_oben`. Empty where nothing of it can be used. */
export function entitySlug(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '')
}
