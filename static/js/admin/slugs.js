/* Makes the address of a name while it is typed, in the script it is written in. Django's own script for that knows
   letters and digits, but no marks: it would leave Hindi and Thai without their vowels. newsroom/lib/text/slugs.py makes the
   same of the same words. */

const LATIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ŋ: "n" };

export function slugOf(words, longest) {
  const latin = words.toLowerCase().replace(/[ßæœøłđðþıŋ]/g, (letter) => LATIN[letter]);
  const parted = latin.replace(/(?<=[0-9])(?=[¼-¾⅐-⅞])/g, " ").normalize("NFKD")
    .replace(/[‐‑‒–—―/⁄∕|·•]|(?<=[0-9])[^\p{L}\p{N}\p{M}_\s,'’](?=[0-9])/gu, " ");
  const bare = parted.replace(/(?<=[a-z])[\u0300-\u036f]+/g, "").normalize("NFC");
  const kept = bare.replace(/[^\p{L}\p{N}\p{M}\s_\u200c\u200d-]/gu, "").replace(/[\s-]+/g, "-");
  return [...kept].slice(0, longest).join("").replace(/^[-_\u200c\u200d]+|[-_\u200c\u200d]+$/g, "");
}

window.URLify = slugOf; // what Django's prepopulate.js calls
