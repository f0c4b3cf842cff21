// The proof that an address is the reader's own: kept in this browser beside the address, until it is to be forgotten.
// reply.js sends it along with a reply. Without it, each reply is confirmed by a mail of its own.

const KEY = "newsroom.reader";
const place = document.querySelector("[data-reader]");

function store(action) {
  try {
    return action(window.localStorage);
  } catch {
    return null; // storage is switched off: every reply is confirmed by mail
  }
}

function show(known) {
  place.querySelector("[data-reader-known]").hidden = !known;
  const plain = place.querySelector("[data-reader-plain]");
  if (plain) plain.hidden = known;
}

const { email, proof } = place.dataset;
if (proof) store((kept) => kept.setItem(KEY, JSON.stringify({ email, proof })));
show(Boolean(store((kept) => kept.getItem(KEY))));
place.querySelector("[data-reader-forget]").addEventListener("click", () => {
  store((kept) => kept.removeItem(KEY));
  show(false);
  place.querySelector("[data-reader-forgotten]").textContent = "This browser has forgotten you.";
});
