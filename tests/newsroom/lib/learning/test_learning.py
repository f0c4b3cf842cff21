"""Learning from judged texts: features, the model, bands, figures, and what is told of a
judgement.

Covers newsroom/lib/learning/bands.py, newsroom/lib/learning/explaining.py,
newsroom/lib/learning/features.py, newsroom/lib/learning/linear.py,
newsroom/lib/learning/measuring.py.
"""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib.learning import bands, measuring
from newsroom.lib.learning.explaining import explain
from newsroom.lib.learning.features import PLACES, Context, counts, features, fold, read
from newsroom.lib.learning.linear import (
    Example,
    Linear,
    calibrate,
    learn,
    learn_and_calibrate,
    logit,
    sigmoid,
    split_fold,
)
from tests.cost import processor_seconds

GOOD = [
    "the ferry was late again",
    "thank you for this report",
    "my street has no light",
    "who pays for the harbour",
]
BAD = [
    "buy cheap watches now",
    "cheap pills, buy now!!!",
    "earn money at home now",
    "buy followers now www.x.biz",
]
EXAMPLES = [
    Example(features(f"{text} {end}"), text in BAD, number)
    for number, (text, end) in enumerate(
        (text, end) for text in GOOD + BAD for end in ("", "today", "or so", "yes")
    )
]
MODEL = learn_and_calibrate(EXAMPLES, folds=4)


class TestFeatures:
    @given(st.text(max_size=400), st.text(max_size=100), st.text(max_size=100))
    def test_any_text_has_places_and_always_the_same(self, text, about, answered):
        found = features(text, Context(about, "city", answered))
        assert found == features(text, Context(about, "city", answered))
        assert all(place < PLACES for places, _ in found.kinds() for place in places)

    def test_another_process_finds_the_same(self):
        program = (
            "from newsroom.lib.learning.features import features; print(list(features('Buy now,"
            " Ünal!').words))"
        )
        told = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        ).stdout
        assert told.strip() == str(list(features("Buy now, Ünal!").words))

    @pytest.mark.parametrize(
        ("word", "folded"),
        [
            ("BUY", "buy"),
            ("Sooooo", "soo"),
            ("ｆｒｅｅ", "free"),
            ("Crème", "creme"),
            ("don’t", "don't"),
            ("frее", "free"),
            ("Ünal", "unal"),
            ("ещё", "еще"),
            ("złoty", "złoty"),
        ],
    )
    def test_words_are_compared_folded(self, word, folded):
        assert fold(word) == folded

    def test_what_can_not_be_seen_parts_no_word(self):
        assert [word.folded for word in read("b\u200bu\u00ady")[1]] == ["buy"]

    def test_a_link_is_a_word_of_its_host(self):
        assert [word.folded for word in read("See https://www.shop.example/a?b=c now")[1]] == [
            "see",
            "@shop.example",
            "now",
        ]

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("see https://a.example", "a link"),
            ("http://a.de http://b.de", "a link 2"),
            ("go to shop dot com", "an address of a site"),
            ("me@here.example", "an email address"),
            ("call 0171 555 3344 22", "long numbers"),
            ("only $5", "sums of money"),
            ("what!!", "repeated marks"),
            ("soooo", "repeated letters"),
            ("BUY THIS NOW", "capitals"),
            ("[url=x]", "markup"),
            ("v i a g r a", "letters one by one"),
            ("buy buy buy buy buy now", "the same words again"),
        ],
    )
    def test_what_is_counted(self, text, name):
        assert name in set(counts(*read(text)))
        assert name not in set(
            counts(*read("The ferry leaves at noon, as the mayor has said before."))
        )

    def test_how_it_fits_where_it_stands_makes_a_difference(self):
        text = "the ferry is late"
        here, there = (
            features(text, Context("Ferry late again")),
            features(text, Context("School closed")),
        )
        assert here.words == there.words
        assert here.counted != there.counted

    @pytest.mark.parametrize(
        "text",
        ["a" * 8000, "-" * 8000, "_" * 8000, "a." * 4000, "1 " * 4000, "dot " * 2000, "a@" * 4000],
    )
    def test_no_text_takes_long(self, text):
        assert processor_seconds(lambda: features(text)) < 0.05

    def test_of_a_long_text_the_ends_are_read(self):
        assert features("begin " + "x " * 5000 + "end") == features("begin " + "x " * 9000 + "end")


class TestLinear:
    def test_it_learns(self):
        assert MODEL.score(features("buy watches at home now")) > 0.7
        assert MODEL.score(features("the harbour was late")) < 0.3

    def test_the_same_examples_give_the_same_numbers(self):
        assert learn_and_calibrate(EXAMPLES, folds=4).packed() == MODEL.packed()

    def test_packed_and_unpacked_it_says_the_same(self):
        again = Linear.unpacked(MODEL.packed())
        for text in GOOD + BAD:
            assert again.score(features(text)) == pytest.approx(
                MODEL.score(features(text)), abs=0.002
            )
        assert len(MODEL.packed()) < 200_000

    @pytest.mark.parametrize("data", [b"", b"nonsense", Linear().packed()[:50]])
    def test_what_is_no_model_is_refused(self, data):
        with pytest.raises(ValueError, match="learned numbers"):
            Linear.unpacked(data)

    def test_it_begins_at_what_is_given(self):
        nothing = learn([], start=MODEL, keep=0.5)
        found = features(BAD[0])
        assert nothing.sum_of(found) == pytest.approx(MODEL.sum_of(found) / 2, rel=1e-4)
        assert (nothing.slope, nothing.share) == (MODEL.slope, MODEL.share)

    def test_too_few_of_a_kind_keep_the_calibration_they_began_with(self):
        start = Linear(slope=0.7, shift=-0.3)
        assert learn_and_calibrate(EXAMPLES[:6], folds=2, start=start).slope == 0.7

    def test_no_group_is_on_both_sides(self):
        learned, held = split_fold(EXAMPLES, 1, 3)
        assert {e.group for e in learned} & {e.group for e in held} == set()
        assert len(learned) + len(held) == len(EXAMPLES)

    @given(st.text(max_size=300))
    def test_a_score_is_a_probability(self, text):
        assert 0 <= MODEL.score(features(text)) <= 1

    @given(st.lists(st.tuples(st.floats(-20, 20), st.booleans()), max_size=60))
    def test_calibration_keeps_the_order(self, pairs):
        model = calibrate(Linear(), [x for x, _ in pairs], [y for _, y in pairs])
        assert model.slope > 0
        assert 0 < model.share < 1

    def test_calibration_makes_scores_frequencies(self):
        sums = [number / 10 for number in range(-30, 31)] * 20
        ones = [(index * 37 % 100) / 100 < sigmoid(3 * x - 1) for index, x in enumerate(sums)]
        model = calibrate(Linear(), sums, ones)
        assert (model.slope, model.shift) == (
            pytest.approx(3, rel=0.15),
            pytest.approx(-1, abs=0.3),
        )

    @given(st.floats(0.001, 0.999))
    def test_odds_and_back(self, p):
        assert sigmoid(logit(p)) == pytest.approx(p)


class TestBands:
    @given(st.floats(0, 100), st.integers(0, 100_000))
    def test_there_is_never_an_overlap(self, cost, count):
        clear_to, doubt_from = bands.bounds(cost, count)
        assert 0 < clear_to <= doubt_from < 1

    @given(st.floats(bands.MIN_COST, bands.MAX_COST), st.integers(0, 50_000), st.floats(0, 1))
    def test_each_band_is_the_cheapest(self, cost, count, p):
        look = bands.price_of_a_look(count)
        price = {"clear": p, "doubtful": (1 - p) * cost, "unsure": look}
        chosen = bands.name_band(p, *bands.bounds(cost, count))
        assert price[chosen] <= min(price.values()) + 1e-9

    @given(st.floats(bands.MIN_COST, bands.MAX_COST), st.integers(0, 10_000))
    def test_the_dearer_a_wrong_hold_and_the_less_is_known_the_less_is_held(self, cost, count):
        assert bands.bounds(cost * 1.5, count)[1] >= bands.bounds(cost, count)[1]
        assert bands.bounds(cost, count)[1] >= bands.bounds(cost, count + 1000)[1]
        assert bands.bounds(cost, count)[0] <= bands.bounds(cost, count + 1000)[0]


class TestMeasuring:
    SCORED = [
        (0.95, True),
        (0.9, True),
        (0.92, False),
        (0.5, True),
        (0.4, False),
        (0.02, False),
        (0.03, True),
    ]

    def test_figures(self):
        found = measuring.figures(self.SCORED, 0.1, 0.9)
        assert (found["count"], found["ones"]) == (7, 4)
        assert (found["precision"], found["recall"], found["missed"]) == (0.6667, 0.5, 0.5)
        assert found["bands"]["unsure"] == {"count": 2, "ones": 1}
        assert found["brier"] == pytest.approx(
            sum((s - y) ** 2 for s, y in self.SCORED) / 7, abs=1e-4
        )

    def test_of_nothing_nothing_is_said(self):
        found = measuring.figures([], 0.1, 0.9)
        assert [found[name] for name in ("precision", "recall", "brier", "ece")] == [None] * 4

    def test_what_is_right_on_average_has_no_calibration_error(self):
        assert measuring.calibration_error([(0.25, number == 0) for number in range(4)]) == 0
        assert measuring.calibration_error([(0.9, False)] * 4) == pytest.approx(0.9)

    @given(
        st.lists(st.tuples(st.integers(0, 100).map(lambda n: n / 100), st.booleans())),
        st.floats(0.25, 20),
    )
    def test_a_histogram_tells_the_bands(self, scored, cost):
        limits = bands.bounds(cost, 500)
        assert measuring.bands_of(measuring.histogram(scored), *limits) == measuring.count_bands(
            scored, *limits
        )


class TestExplaining:
    def test_phrases_stand_in_the_text_letter_by_letter(self):
        text = "Dear all, BUY cheap watches, now!"
        why = explain(MODEL, text)
        assert why.phrases
        assert all(phrase in text for phrase in why.phrases)
        assert any("cheap watches" in phrase for phrase in why.phrases)

    def test_nothing_spoke_for_what_is_good(self):
        assert explain(MODEL, "the ferry was late again").phrases == ()

    @given(st.text(max_size=300))
    def test_of_any_text_only_its_own_words(self, text):
        assert all(phrase in text for phrase in explain(MODEL, text).phrases)
