const encoder = new TextEncoder()
const ellipsis = '…'

/** `text` as UTF-8 in at most `maxBytes` bytes; what is cut off ends in `…`. Never cuts a character. */
export function boundedText(text: string, maxBytes: number): string {
  // three bytes a UTF-16 unit at most
  if (text.length * 3 <= maxBytes) return text
  const room = new Uint8Array(maxBytes)
  if (encoder.encodeInto(text, room).read === text.length) return text
  const { read } = encoder.encodeInto(text, room.subarray(0, Math.max(0, maxBytes - 3)))
  return text.slice(0, read) + ellipsis
}
