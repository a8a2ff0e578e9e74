/** The list begun at another element: round after round everyone has been first, last and behind everyone. */
export function rotate<Element>(list: readonly Element[], by: number): readonly Element[] {
  const cut = list.length === 0 ? 0 : by % list.length
  return [...list.slice(cut), ...list.slice(0, cut)]
}
