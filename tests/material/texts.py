"""What people write in many scripts, and what breaks software that is not ready for it."""

from __future__ import annotations

TEXTS = [
    # nothing, and next to nothing
    "", " ", "\n", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff", ".", "-", "0", "x", "\\", "/", "'",
    '"', "`", "%", "&", "<", ">", ";", "?",
    # words that programs take for something else
    "null", "NULL", "undefined", "None", "nil", "true", "False", "NaN", "Infinity", "-Infinity",
    "1e309", "0x10", "1/0", "007", "1_000", "1,000.50", "99999999999999999999999999", "-1", "1;2",
    "CON", "aux", "LPT1", "..", "../../etc/passwd", "~", "$HOME", "$(whoami)", "`whoami`", "; ls",
    "| cat", "%s%n%d", "%(a)s", "{0}", "{a!r}", "{{ a }}", "{% a %}", "${a}", "#{a}", "<%= a %>",
    "__proto__", "constructor", "toString", "file:///etc/hosts", "sudo",
    # what ends a query, a header, a line
    "' OR '1'='1", "'; DROP TABLE articles; --", '" OR ""="', "1) UNION SELECT 1 --", "a\\'b",
    "%' --", "*:*", "NEAR(a b)", "a AND", '"a', "a* -b +c (d", "a\r\nSet-Cookie: x=y",
    "Subject: x\n\nBcc: a@b.example", "=cmd|' /C calc'!A0", "=1+1", "@SUM(1)", "+1", "a,b;c\td",
    'a"b""c', "a\\nb", "a\x00b", "a\x07\x08b", "\x1b[31mred\x1b[0m", "\x7f", "\x85", "a\x0bb\x0cc",
    # letters with marks, ligatures, and one letter in two forms
    "Ærøskøbing", "Łódź", "Žižkov", "Ångström", "A\u030angstro\u0308m", "Straße STRASSE ẞ",
    "ﬁne ﬂoor", "ǅ ǆ Ǆ", "naïve café", "cafe\u0301", "İstanbul ıssız", "ΐ ς Σ ᾳ", "Ω \u2126",
    "K \u212a", "ñ n\u0303", "ŉ", "ﷺ", "Z̸̢͓͇̗͍̑̈a̵̡͎̪̋̽l̷̗̩̈́g̴͖̦̽o̶̤̫̍", "a" + "\u0301" * 60,
    "e\u0327\u0302", "\u0301alone",
    # scripts
    "Привет, мир. Съешь ещё этих булок.", "Українська ґ є і ї", "Ελληνικά: ταχίστη αλώπηξ",
    "Հայերեն ոսկե", "ქართული ენა", "עברית: שלום עולם", "שָׁלוֹם", "العربية: مرحبًا بالعالم",
    "اُردو زبان", "فارسی: می\u200cخواهم", "हिन्दी: नमस्ते", "क्\u200dष", "বাংলা ভাষা", "தமிழ் மொழி",
    "తెలుగు", "ಕನ್ನಡ", "മലയാളം", "සිංහල", "ไทย: สวัสดีชาวโลก", "ພາສາລາວ", "မြန်မာဘာသာ", "ខ្មែរ",
    "བོད་ཡིག", "አማርኛ ሰላም", "ᏣᎳᎩ", "ᠮᠣᠩᠭᠣᠯ", "中文：你好，世界。", "繁體中文：臺灣", "日本語：こんにちは、カナ", "ﾊﾝｶｸ ｶﾅ",
    "ＦＵＬＬ　ＷＩＤＴＨ", "한국어: 안녕하세요", "한글", "𠜎𠜱𠝹𠱓", "Tiếng Việt: Xin chào", "Hawaiʻi ʻokina", "ᚠᚢᚦᚨᚱᚲ",
    "𐌰𐌱𐌲", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "ᴜɴɪᴄᴏᴅᴇ", "ⓤⓝⓘ", "①②③ ½ ⅓ ² ₂ ↉",
    # from right to left, and marks of direction
    "שלום hello 123", "hello مرحبا 123 (a)", "\u202eright to left\u202c", "\u202dfixed\u202c",
    "\u2066isolated\u2069", "\u2067a\u2068b", "a\u200eb\u200fc", "\u061c1,2", "(עברית) [x] {y}",
    "test\u2028line\u2029paragraph",
    # what can't be seen
    "zero\u200bwidth", "word\u2060joiner", "soft\u00adhyphen", "a\u180eb",
    "\u115f\u1160\u3164\uffa0", "a\ufe0fb", "\U000e0061\U000e0062\U000e007f", "\u034f",
    "\ufff9a\ufffab\ufffb", "\ufffd", "\ufffe\uffff", "\U0010ffff", "\ue000\uf8ff", "\u2800",
    # pictures
    "😀", "👩‍🚀 👨‍👩‍👧‍👦", "👍🏽👍🏿", "🇸🇮🇦🇹🇺🇳", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣ #️⃣", "❤️ ❤︎", "☺☻", "👁️‍🗨️",
    "🧑🏻‍❤️‍💋‍🧑🏿", "\U0001f468\u200d", "\u200d🚀", "(╯°□°)╯︵ ┻━┻", "¯\\_(ツ)_/¯", "ʕ•ᴥ•ʔ",
    # halves of characters, as JSON can hold them
    "\ud83d", "a\ude00b", "\udc00\ud800", "\udfff",
    # long, deep, wide
    "a" * 3000, "ä" * 1500, "😀" * 700, "word " * 500, "no\nend\n" * 200, "\n\n\n" * 100, "W" * 300,
    "ﷺ﷽" * 100, "https://example.org/" + "a" * 1500, "(" * 400 + ")" * 400, "> " * 200 + "a",
    "* " * 200 + "a", "_" * 500, "[" * 300 + "](" * 300,
    # what is nearly markup of ours
    "**bold", "*a **b* c**", "_a_b_c_", "`code", "```\ncode", "# Heading", "> quoted\nnot",
    "- one\n- two\n  - three", "1. one\n3. three", "[a](https://example.org", "[a](b)", "![a](b)",
    "<https://example.org/>", "a  \nb", "a\\*b\\*", "---", "| a | b |", "[[a]]", "[gallery]",
    "[caption]",
    # addresses, and what only looks so
    "https://example.org/?a=1&b=2#c", "http://user:word@example.org:8080/",
    "https://exämple.org/ä?ö=ü", "https://xn--exmple-cua.org", "http://[::1]/", "http://127.0.0.1",
    "www.example.org", "a@b.example", "mailto:a@b.example", "https://", "http:// a",
    "https://a.b)c]d}e,f.g!", "ftp://a", "tel:+1", "//a",
    # people
    "O’Brien", "D'Angelo-Núñez", "Jean-Luc d’Été", "Sofía Ñ.", "李小龙", "Björk Guðmundsdóttir",
    "Nguyễn Văn A", "Mac an tSaoir", "X Æ A-12", "Robert'); --", "Dr. h. c. Ana von und zu",
    "Аda Novak", "Ada\u200bNovak", "admin", "Null", "Jack & Jill", "<Ana>",
]  # fmt: skip
