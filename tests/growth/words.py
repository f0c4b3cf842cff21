"""Words for a site that nobody wrote: the same for the same number, whenever it is asked."""

from __future__ import annotations

from random import Random

SECTIONS = (
    "City",
    "Business",
    "Politics",
    "Sport",
    "Culture",
    "Schools",
    "Health",
    "Transport",
    "Housing",
    "Nature",
    "Science",
    "Opinion",
)
WHO = (
    "The harbour board",
    "The council",
    "A school",
    "The tram company",
    "A court",
    "The museum",
    "A market hall",
    "The fire service",
    "A football club",
    "The library",
    "A housing trust",
    "The water works",
)
DOES = (
    "approves",
    "puts off",
    "questions",
    "pays for",
    "closes",
    "opens",
    "rebuilds",
    "sells",
    "defends",
    "counts",
)
WHAT = (
    "the new pier",
    "its winter timetable",
    "a plan for the east bank",
    "the old gasworks",
    "two hundred flats",
    "a night bus",
    "the swimming pool",
    "its accounts",
    "the bridge at Mill Lane",
    "a tree for every pupil",
)
FIRST = (
    "Ada",
    "Bela",
    "Chidi",
    "Dina",
    "Emre",
    "Freya",
    "Goran",
    "Hana",
    "Ivo",
    "Jana",
    "Kofi",
    "Lena",
    "Mila",
    "Nils",
    "Olga",
    "Petra",
    "Quinn",
    "Rosa",
    "Samir",
    "Tove",
)
LAST = (
    "Novak",
    "Berg",
    "Okoye",
    "Silva",
    "Yilmaz",
    "Larsen",
    "Petrov",
    "Sato",
    "Moreau",
    "Keller",
    "Mensah",
    "Lund",
    "Costa",
    "Haas",
    "Ivanova",
    "Klein",
    "Murphy",
    "Ricci",
    "Amari",
    "Dahl",
)
SENTENCES = (
    "The decision came late on Tuesday, after four hours.",
    "Nobody in the room had expected it to be so close.",
    "The papers show what it costs, and who is to pay.",
    "It was said to be finished in spring.",
    "A second report is due before the summer.",
    "Neighbours had asked for it for eleven years.",
    "The figures do not agree with those of last year.",
    "Work begins on the north side, and moves on from there.",
    "What becomes of the old building is not settled.",
    "Most of those who spoke were against it.",
    "The money was set aside, and then spent on something else.",
    "Whoever lives there will have to go round by the station.",
)
SAYS = (
    "I was there, and it was not like that.",
    "That is a good question, and nobody answers it.",
    "Thank you for this.",
    "Who pays for it in the end?",
    "My street has waited for that for years.",
    "The same was said ten years ago.",
    "Has anybody read the report itself?",
    "I disagree: look at what it costs.",
    "It works well elsewhere.",
)


def person(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"


def headline(number: int) -> str:
    chance = Random(f"headline {number}")
    return f"{chance.choice(WHO)} {chance.choice(DOES)} {chance.choice(WHAT)}, {number}"


def standfirst(chance: Random) -> str:
    return " ".join(chance.sample(SENTENCES, 2))


def body(chance: Random) -> str:
    """Eight paragraphs, about 300 words, as the editor stores them."""
    return "".join(f"<p>{' '.join(chance.sample(SENTENCES, 4))}</p>" for _ in range(8))


def says(chance: Random, number: int) -> str:
    """A reply of one to four sentences; its number makes it unlike all others."""
    return f"{' '.join(chance.sample(SAYS, chance.randint(1, 4)))} ({number})"
