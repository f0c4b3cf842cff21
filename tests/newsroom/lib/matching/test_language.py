"""Which language a text is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib.matching.language import SMALL, guess

SENTENCES = {
    "en": ["I don't think the ferry will be back before spring.", "Who pays for this?",
    "Thank you, that was well said and long overdue."],
    "de": ["Ich glaube nicht, dass die Fähre vor dem Frühling wieder fährt.",
    "Wer soll das bezahlen, und warum?", "Das ist doch immer noch kein Grund."],
    "fr": ["Je ne pense pas que le bac revienne avant le printemps.",
    "C'est très bien dit, merci pour cet article.", "Qui va payer tout ça, et pourquoi ?"],
    "es": ["No creo que el barco vuelva antes de la primavera.", "¿Quién va a pagar todo esto?",
    "Gracias, está muy bien explicado."],
    "it": ["Non credo che il traghetto torni prima della primavera.",
    "Chi paga tutto questo, e perché?", "Molto bene, grazie per questo articolo."],
    "pt": ["Não acho que a balsa volte antes da primavera.", "Quem vai pagar por isso, e quando?",
    "Muito obrigado, está muito bem explicado."],
    "nl": ["Ik denk niet dat het veer voor de lente terug is.", "Wie gaat dat betalen, en waarom?",
    "Dat is toch gewoon een goed stuk."],
    "sv": ["Jag tror inte att färjan är tillbaka före våren.",
    "Vem ska betala för detta, och varför?", "Det var mycket bra sagt."],
    "da": ["Jeg tror ikke, at færgen er tilbage før foråret, og hvad så?",
    "Hvem skal betale, og hvad er det af noget?", "Der blev meget sagt af de andre, og hvad nu?"],
    "nb": ["Jeg tror ikke at fergen er tilbake før våren, og hva nå?",
    "Hva er dette, og hvem av dere betaler meg noe?", "Det ble mye sagt av de andre, og hva nå?"],
    "fi": ["En usko, että lautta on takaisin ennen kevättä.", "Miksi se on niin, ja mitä nyt?",
    "Tämä oli hyvin sanottu, mutta ei riitä."],
    "pl": ["Nie sądzę, że prom wróci przed wiosną.", "Kto za to zapłaci i dlaczego?",
    "To jest bardzo dobrze powiedziane."],
    "cs": ["Nemyslím, že se přívoz vrátí do jara, ale proč?", "Kdo to zaplatí a proč je to tak?",
    "To je velmi dobře řečeno, jen už je pozdě."],
    "hu": ["Nem hiszem, hogy a komp tavasz előtt visszajön.",
    "Ki fogja ezt kifizetni, és miért nem most?", "Ez nagyon jó, de már késő."],
    "ro": ["Nu cred că bacul se întoarce până la primăvară.",
    "Cine o să plătească pentru asta și când?", "Foarte bine spus, dar este prea târziu."],
    "tr": ["Vapurun bahardan önce döneceğini sanmıyorum, ama neden?", "Bu çok güzel bir yazı.",
    "Bunu kim ödeyecek ve ne için?"],
    "ru": ["Я не думаю, что паром вернётся до весны.", "Кто за это заплатит и почему?",
    "Очень хорошо сказано, но уже поздно."],
    "uk": ["Я не думаю, що пором повернеться до весни.", "Хто за це заплатить і чому?",
    "Дуже добре сказано, але вже пізно."],
    "bg": ["Не мисля, че фериботът ще се върне преди пролетта.", "Кой ще плати за това и защо?",
    "Много добре казано, но вече е късно."],
    "sr": ["Не мислим да ће се трајект вратити пре пролећа.", "Ко ће то да плати и зашто?",
    "Врло добро речено, али већ је касно."],
    "el": ["Δεν νομίζω ότι το πλοίο θα γυρίσει πριν την άνοιξη.", "Ποιος θα πληρώσει;"],
    "he": ["אני לא חושב שהמעבורת תחזור לפני האביב."],
    "ar": ["لا أعتقد أن العبارة ستعود قبل الربيع."],
    "fa": ["فکر نمی‌کنم که کشتی پیش از بهار برگردد، چرا؟ گمان می‌کنم"], "zh": ["我不认为渡轮会在春天之前回来。"],
    "ja": ["春になる前にフェリーが戻るとは思いません。"], "ko": ["봄이 오기 전에 배가 돌아올 것 같지 않아요."],
    "hi": ["मुझे नहीं लगता कि नौका वसंत से पहले लौटेगी।"],
}  # fmt: skip


def test_sentences():
    wrong = [
        (text, guess(text), name)
        for name, texts in SENTENCES.items()
        for text in texts
        if guess(text) != name
    ]
    assert not wrong, wrong


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!!!",
        "12345",
        "https://the.example/of/and",
        "lol",
        "Ana Novak",
        "Hmm xyz qwrt",
        "😀😀",
        "me@the.example",
    ],
)
def test_where_nothing_tells_it_nothing_is_guessed(text):
    assert guess(text) == ""


def test_links_and_addresses_are_no_words():
    assert guess("https://und.example/die/der/das Who is that, and what for?") == "en"


@given(st.text(max_size=2000))
def test_any_text_has_a_code_or_none(text):
    assert guess(text) == "" or len(guess(text)) == 2


def test_there_are_as_many_small_words_for_each():
    assert all(30 <= len(set(words.split())) <= 110 for words in SMALL.values())
