// The impact page's cards: Enter, click and arrow keys move the red path without loading the page; Esc returns.
export function watchCards() {}
