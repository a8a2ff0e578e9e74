/**
 * The order in which records of one poll are given out: the highest delivery count first, because those have the fewest deliveries left, otherwise as they came.
 *
 * @returns rows in that order; `null` where they lie in it already
 */
export function orderRows(counts: Int16Array): Int32Array | null {
  let highest = 0
  let isOrdered = true
  for (let row = 0; row < counts.length; row++) {
    const count = counts[row]!
    if (row > 0 && count > counts[row - 1]!) isOrdered = false
    if (count > highest) highest = count
  }
  if (isOrdered) return null
  const places = new Int32Array(highest + 1)
  for (const count of counts) places[Math.max(0, count)]!++
  for (let count = highest, before = 0; count >= 0; count--) {
    const here = places[count]!
    places[count] = before
    before += here
  }
  const order = new Int32Array(counts.length)
  for (let row = 0; row < counts.length; row++) order[places[Math.max(0, counts[row]!)]!++] = row
  return order
}
