"""Which language a text is in: a guess from its script, its small words and its letters.

Small words (articles, pronouns, prepositions) make up half of any text, and few of them are shared
between languages. Where they don't tell, nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter

from newsroom.lib.text.scripts.words import split

#: Maximum number of characters read of a text.
MAX_READ = 600
_NOISE = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")

#: The small words of each language, in its own alphabet.
SMALL = {
    "en": "the of and to in is it that was for on are as with they be at this have from or had by "
          "but not what were we when your can there an each which do how their if will up about "
          "then them would these so her him has two more could been who its now did get come may "
          "she he you i my me no just than does why should because don't it's i'm",
    "de": "der die das und ist nicht ich zu ein eine es mit sich auf für von dem den des im auch "
          "als wie man noch nach nur sie er wir ihr war werden wird sind bei aus hat haben habe "
          "aber oder wenn dass daß mir mich kann sehr über einen einem einer kein keine immer "
          "schon mal warum diese dieser dieses zum zur vor doch gibt jetzt hier was",
    "fr": "le la les des est et un une du que qui dans pour pas ce il elle je nous vous ne sur au "
          "aux avec son sa ses plus par mais ou où sont être cette ces leur comme tout très bien "
          "fait c'est j'ai n'est d'un d'une qu'il on même aussi sans si donc quand encore ça rien "
          "notre votre mon mes était ont avait faut peut",
    "es": "el la los las de que y en un una es no se por con para su lo como más pero sus le ya o "
          "este sí porque esta son entre cuando muy sin sobre también me hasta hay donde quien "
          "desde todo nos durante todos uno les ni contra eso ante ellos esto mí antes algunos "
          "qué yo está están tiene del al gracias mucho",
    "it": "il lo la gli le di che e è un una non per in con del della dei delle si da sono come "
          "ma anche più ho ha nel nella alla al questo questa quello mi ci se dove perché molto "
          "tutto tutti loro essere stato io noi voi lui lei era sul sulla dal dalla solo quando "
          "cosa chi così bene grazie hanno",
    "pt": "o a os as de que e do da em um uma para com não é por mais dos das no na se como mas "
          "ao ele ela foi são à seu sua ou quando muito nos já eu também só pelo pela até isso "
          "entre era depois sem mesmo aos seus quem nas me esse eles você está tem obrigado "
          "porque essa isto nem aqui todos",
    "nl": "de het een en van is dat niet in te zijn ik op voor met die hij was er maar om aan ook "
          "als dan naar bij nog ze we wordt worden deze dit geen door over uit heeft hebben kan "
          "wat je mijn jullie zo wel meer moet zou hun haar al tot waar waarom veel toch gewoon "
          "goed",
    "sv": "och att det som en på är av för med den till inte har de ett om var jag han men så vi "
          "från hon kan ut när nu man eller då bara vill mycket också där här alla efter vid mot "
          "mer hade denna detta sin måste skulle varför finns hur vad mig dig inga någon",
    "da": "og at det som en på er af for med den til ikke har de et om var jeg han men så vi fra "
          "hun kan ud når nu man eller da kun vil meget også der her alle efter ved mod mere "
          "havde denne dette sin skal skulle hvorfor findes hvordan hvad mig dig ingen nogen være "
          "blev af",
    "nb": "og at det som en på er av for med den til ikke har de et om var jeg han men så vi fra "
          "hun kan ut når nå man eller da bare vil mye også der her alle etter ved mot mer hadde "
          "denne dette sin skal skulle hvorfor finnes hvordan hva meg deg ingen noen være ble "
          "etter",
    "fi": "ja on ei se että hän oli joka mutta ovat kun niin kuin myös olla minä sinä me te he "
          "tämä tai jos vain voi sen siitä tästä mitä miksi nyt sitten enää ollut olisi kaikki "
          "hyvin mikä missä koska ole siellä täällä paljon vielä aina ettei jo",
    "pl": "i w na z nie się że to do jest jak po co o za od ale ma tak dla są przez już tylko czy "
          "być był była gdy ich jego jej może ten ta tego tym które który która bardzo także "
          "jeszcze mnie sobie nas pan dlaczego kiedy gdzie wszystko jednak bo",
    "cs": "a v na se je že to s z do o ale jako za by pro tak po jsou co jak už jsem být si jen "
          "od nebo který která které byl byla bylo když jeho jejich ještě také proč kde kdy může "
          "není velmi tento tato než mi mě ve při i asi",
    "hu": "a az és hogy nem is egy ez van de meg csak mint már volt ha vagy még el kell ki mert "
          "azt lehet nagyon ezt majd minden sem aki ami amely után között most itt ott lesz "
          "voltak miért hol jó én te ő mi ti ők nincs",
    "ro": "și în de la cu nu a o un pe este că se din mai au pentru ce care sunt sau dar ca fi "
          "lui ei al ale îi am ai prin când foarte doar după fără până acest această aceste noi "
          "voi eu tu el ea era fost sa să le",
    "tr": "ve bir bu da de için ile çok ne o ama daha var gibi kadar en ben sen biz siz onlar "
          "değil mi mı mu olan olarak sonra her şey ki ya diye neden nasıl yok oldu olduğu bunu "
          "şu artık bile hiç",
    "ru": "и в не на я что он с как это по но они к у ты из мы за вы так же от его для о бы "
          "только ее её мне было вот когда даже нет если или быть был все всё уже почему очень "
          "где там этот эта эти чтобы",
    "uk": "і в не на я що він з як це по але вони до у ти із ми за ви так же від його для про б "
          "тільки її мені було ось коли навіть немає якщо або бути був все вже чому дуже де там "
          "цей ця ці щоб є та й",
    "bg": "и в не на аз че той с как това по но те към у ти от ние за вие така се го са беше има "
          "няма когато ако или да е съм си бил всичко вече защо много където там този тази тези "
          "ще като може",
    "sr": "и у не на ја да је са то се су али они од ми за ви тако га смо било кад нема ако или "
          "бити био све већ зашто врло где тамо овај ова ови јер као што може сам си није ће",
}  # fmt: skip
#: Letters that only some languages write.
LETTERS = {
    "de": "ß", "es": "ñ¿¡", "pt": "ãõ", "fr": "œ", "da": "", "sv": "", "pl": "łąęśźż", "cs": "řěů",
    "hu": "őű",
    "ro": "țșă", "tr": "ğış", "uk": "їєґ", "ru": "ыэё", "sr": "ђћџљњј", "bg": "ъщ",
}  # fmt: skip
#: Alphabets that (nearly) one language alone writes, by where they lie in Unicode.
ALPHABETS = (
    (0x0370, 0x03FF, "el"), (0x1F00, 0x1FFF, "el"), (0x0590, 0x05FF, "he"), (0x0600, 0x06FF, "ar"),
    (0x0900, 0x097F, "hi"), (0x0E00, 0x0E7F, "th"), (0x3040, 0x30FF, "ja"), (0xAC00, 0xD7AF, "ko"),
    (0x10A0, 0x10FF, "ka"), (0x0530, 0x058F, "hy"), (0x4E00, 0x9FFF, "zh"),
)  # fmt: skip


def _table() -> dict[str, tuple[tuple[str, float], ...]]:
    """For each small word, the languages that have it, and what it says for each: the less, the
    more of them."""
    having: dict[str, list[str]] = {}
    for language, words in SMALL.items():
        for word in set(words.split()):
            having.setdefault(word, []).append(language)
    return {word: tuple((each, 1 / len(found)) for each in found) for word, found in having.items()}


_SAYS = _table()
#: The language of a letter that one alone has.
LETTER = {letter: language for language, letters in LETTERS.items() for letter in letters}


def guess(text: str) -> str:
    """The language of a text after ISO 639-1 ("nb" for Norwegian); "" where nothing tells it."""
    plain = _NOISE.sub(" ", text[:MAX_READ]).lower()
    if not plain.isascii() and (found := _by_alphabet(plain)):
        return found
    words = split(plain.replace("’", "'"))
    points: Counter[str] = Counter()
    told = 0
    for word in words:
        for language, weight in _SAYS.get(word, ()):
            points[language] += weight
        told += word in _SAYS
    if not plain.isascii():
        for letter in plain:
            if language := LETTER.get(letter):
                points[language] += 0.5
    return _best(points, told, len(words))


def _best(points: Counter[str], told: int, words: int) -> str:
    """The language with most points, where it has enough of them, and enough more than the next."""
    (first, most), (_, second) = [*points.most_common(2), ("", 0.0), ("", 0.0)][:2]
    if most < 1 or told < min(2, words) or told < 0.15 * words or most < 1.3 * second:
        return ""
    return first


def _by_alphabet(plain: str) -> str:
    """The language whose alphabet most letters belong to; "" for Latin and Cyrillic letters, which
    many share."""
    points: Counter[str] = Counter()
    letters = 0
    for letter in plain:
        if letter.isalpha():
            letters += 1
            if ord(letter) > 0x36F:
                points[_alphabet(ord(letter))] += 1
    first, most = (points.most_common(1) or [("", 0)])[0]
    if points["ja"] > 0.1 * letters:
        return "ja"  # it writes Chinese letters, too
    if first == "ar" and any(letter in plain for letter in "پچژگ"):
        first = "fa"
    return first if most > 0.5 * letters else ""


def _alphabet(code: int) -> str:
    return next((language for first, last, language in ALPHABETS if first <= code <= last), "")
