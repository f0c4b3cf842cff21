"""The demo's threads: what invented readers wrote under its stories, as plain data."""

# Running text is kept one paragraph to a line, however long.
# ruff: noqa: E501

from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """One reply. ``minutes`` count from the story's first publication; ``parent`` is another
    reply's key.

    ``state`` is shown, held, rejected or spam. A rejected one has the number of a house rule and a
    note. ``login`` marks a reply by the newsroom itself. ``wish`` says what the reader wants of it,
    ``answer`` what it said.
    """

    key: str
    story: str
    name: str
    email: str
    minutes: int
    text: str
    parent: str | None = None
    website: str = ""
    state: str = "shown"
    rule: int | None = None
    note: str = ""
    login: str = ""
    wish: str = ""
    credit: bool = False
    answer: str = ""


TRAM = (
    Reply(
        "tram-1",
        "tram",
        "Henrike Vance",
        "henrike.vance@example.org",
        4,
        "I have lived in Chandlers’ Row for thirty-one years and have been told about this tram for"
        " twenty of them. I shall believe it when it rings its bell at me.",
    ),
    Reply(
        "tram-2",
        "tram",
        "P. Okafor",
        "p.okafor@example.com",
        9,
        "Eleven weeks without cars on the swing bridge: does that include delivery vans before"
        " seven? The bakery on the other side gets its flour that way.",
    ),
    Reply(
        "tram-3",
        "tram",
        "Tomás Ekeberg",
        "tomas.ekeberg@example.org",
        16,
        "I asked the works office: vans may cross until half past six in the morning, at walking"
        " pace and one at a time, except for the two weeks in which the deck itself is off. For"
        " those there will be a lighter from the town quay.",
        parent="tram-2",
        login="writer",
    ),
    Reply(
        "tram-4",
        "tram",
        "P. Okafor",
        "p.okafor@example.com",
        19,
        "Flour by boat. My grandmother would have been delighted. Thank you for asking!",
        parent="tram-3",
    ),
    Reply(
        "tram-5",
        "tram",
        "Desmond Achebe-Lund",
        "desmond@example.net",
        22,
        "Nobody here mentions Quarry Hill again. 17.9 million is a bus every eight minutes for"
        " about twelve years; I have done the sum with the council’s own figures. I am not against"
        " the tram. I am against being told that there was no choice.",
    ),
    Reply(
        "tram-6",
        "tram",
        "Wilma",
        "wilma.t@example.com",
        27,
        "This is the most stupid thing this council has EVER done and everyone who voted for it"
        " should be made to walk to the harbour and back every day with shopping!!! Thirty years of"
        " this!!! THIRTY!!!",
        state="held",
    ),
    Reply(
        "tram-7",
        "tram",
        "Best Rail Deals",
        "offers@example.net",
        30,
        "Great article, very informative! Cheap travel passes for every city, up to 80% off, today"
        " only: https://deals.example.net/rail and https://deals.example.net/bus and"
        " https://deals.example.net/more",
        website="https://deals.example.net/",
        state="spam",
    ),
    Reply(
        "tram-8",
        "tram",
        "Anselm Baptiste",
        "anselm.b@example.org",
        33,
        "The details can be read in the minutes, which are clearer than the press release:"
        " https://www.example.org/minutes/tram and the drawings are at"
        " https://www.example.org/drawings/line-4. Sheet 14 shows where the stops will be.",
        state="held",
    ),
    Reply(
        "tram-9",
        "tram",
        "Ottilie Farrow",
        "ottilie.farrow@example.net",
        36,
        "The region’s share is given as a little over half, the town’s as 17.9 of 38.4 million. On"
        " page 3 of the council paper the total is 37.4, and only with that do the two halves"
        " add up.",
        wish="correction",
        credit=True,
    ),
)

FLOOD = (
    Reply(
        "flood-1",
        "flood",
        "Sunita Anand",
        "s.anand@example.org",
        35,
        "It was not quiet, it was listening. But otherwise correct. The goose is called Admiral and"
        " would like it known that he walked.",
    ),
    Reply(
        "flood-2",
        "flood",
        "Lars Brennan",
        "lars.brennan@example.com",
        41,
        "Best comment ever left in this newspaper.",
        parent="flood-1",
    ),
    Reply(
        "flood-3",
        "flood",
        "Ayşe Kılıç",
        "ayse.kilic@example.net",
        52,
        "Thank you to the wardens, who carried my father’s oxygen bottles up the stairs at one in"
        " the morning without being asked twice.",
    ),
    Reply(
        "flood-4",
        "flood",
        "Geoff Ransome",
        "geoff.r@example.org",
        78,
        "The article says that the gauge is at the upper weir and the wall at Three Weirs. Are the"
        " 18 centimetres measured at the gauge or at the wall? There is a fall of about 40 cm"
        " between the two.",
        wish="question",
        answer=(
            "At the wall. The wardens read them off the steps beside the pumping station, twice."
        ),
    ),
    Reply(
        "flood-5",
        "flood",
        "Zsófia Perlmutter",
        "zsofia@example.com",
        95,
        "At the wall, I should think: Col Whitby read it off the steps with a torch, I was standing"
        " next to him. Perhaps the Courier could confirm.",
        parent="flood-4",
        state="held",
    ),
    Reply(
        "flood-6",
        "flood",
        "Truth Teller",
        "truth@example.net",
        120,
        "Ask Col Whitby where he was at midnight. He lives at 14 Weir Cottages and his mobile ends"
        " in 0194, why don’t you all ring him up.",
        state="rejected",
        rule=6,
        note=(
            "Gives a private address and part of a telephone number. The question itself may be"
            " asked without them."
        ),
    ),
    Reply(
        "flood-7",
        "flood",
        "Per Nystad",
        "per.nystad@example.org",
        150,
        "One thing is missing for those of us further down: the footbridge at Ashdene is still"
        " shut, and nobody has put up a sign before the car park.",
        wish="missing",
    ),
)

HARBOUR = (
    Reply(
        "harbour-1",
        "harbour",
        "Ruth Castellan",
        "ruth.castellan@example.org",
        48,
        "My father drove Number Five. He never told us about the load that talks before it shifts,"
        " but he did stop in the middle of a sentence sometimes and look at the wardrobe. Thank you"
        " for this.",
    ),
    Reply(
        "harbour-2",
        "harbour",
        "김서연",
        "seoyeon.kim@example.com",
        110,
        "“I am quite against nostalgia. I have a boat that needs lifting and there is a crane.” I"
        " have put this over my desk.",
    ),
    Reply(
        "harbour-3",
        "harbour",
        "Barnaby Locke",
        "b.locke@example.net",
        175,
        "Lovely writing, but let us be honest about the swimming place: those under thirty will"
        " still be here when the paint has come off again. We would swim there every day. A crane"
        " for 160 boats is a club’s crane, and the club may pay for it.",
    ),
    Reply(
        "harbour-4",
        "harbour",
        "Ottilie Mbeki-Rowe",
        "ottilie@example.org",
        204,
        "Could one not do both? The mole is 300 metres long. The cranes need forty.",
        parent="harbour-3",
    ),
    Reply(
        "harbour-5",
        "harbour",
        "Barnaby Locke",
        "b.locke@example.net",
        231,
        "If the insurers allow people in bathing suits beneath a hook, I shall be the first to"
        " agree with you.",
        parent="harbour-4",
    ),
    Reply(
        "harbour-6",
        "harbour",
        "Cornelius Hatch",
        "c.hatch@example.com",
        260,
        "I served my time as a fitter in the yard from the age of fifteen, and as nobody has told"
        " this part, permit me to. When the seven went for scrap we were given a week to take off"
        " what could be used, and what could be used was nearly everything: the bronze bushes,"
        " which you could not buy today for money, the winding drums, the brake linings, the little"
        " brass plates with the load tables on them, and the chairs. There were nine chairs and all"
        " of them were different, because each driver had brought something from home to sit on, a"
        " piece of carpet or a cushion, and had it bolted through. I have the chair from Number Six"
        " in my kitchen. If they let Number Two go on lifting, then there are three sets of bushes"
        " in a shed in Brackwater, greased and wrapped, and I know which shed, and the man who owns"
        " it knows that I know. They would fit. I should only want to be there when they are put"
        " in, and to be allowed to say when it is wrong.",
        state="held",
    ),
)

MARKET = (
    Reply(
        "market-1",
        "market",
        "Inés Fairweather",
        "ines.fairweather@example.org",
        64,
        "Eighty grams. She put mine on the scales, looked at my two children and found that the"
        " scales were wrong.",
    ),
    Reply(
        "market-2",
        "market",
        "Léonie Keïta",
        "leonie@example.com",
        180,
        "We promise to be exactly as strict. See you on Saturday!",
        website="https://goats.example.com/",
    ),
)

LIBRARY = (
    Reply(
        "library-1",
        "library",
        "Josephine Adeyemi-Clark",
        "jo.adeyemi@example.org",
        12,
        "I am the night nurse. I had no idea that anybody was counting. An hour among people who"
        " are quiet on purpose is what gets me through the next eight.",
    ),
    Reply(
        "library-2",
        "library",
        "Marten",
        "marten.v@example.com",
        19,
        "Then I have sat opposite you for a year. Green coat? I am the one with the lock"
        " catalogues.",
        parent="library-1",
    ),
    Reply(
        "library-3",
        "library",
        "Josephine Adeyemi-Clark",
        "jo.adeyemi@example.org",
        31,
        "Green coat! And did you pass?",
        parent="library-2",
    ),
    Reply(
        "library-4",
        "library",
        "Marten",
        "marten.v@example.com",
        33,
        "In March. Ask me anything about mortice locks. Quietly.",
        parent="library-3",
    ),
    Reply(
        "library-5",
        "library",
        "Dominik Sayegh",
        "dominik.sayegh@example.net",
        47,
        "This is how newspapers should end a working day. Somebody please give these two a key.",
        parent="library-4",
    ),
    Reply(
        "library-6",
        "library",
        "Harald Quennell",
        "h.quennell@example.com",
        55,
        "A lovely story, and 61,000 is still 61,000. Who pays in the second year, when the ‘pilot’"
        " has become a right? I should like to see the reading room open late AND a date on which"
        " we look at the figures and are allowed to say no.",
    ),
    Reply(
        "library-7",
        "library",
        "Candice Moreau",
        "candice.moreau@example.org",
        71,
        "The article says exactly that: she will close it herself if nobody comes. What more of a"
        " date do you want?",
        parent="library-6",
    ),
    Reply(
        "library-8",
        "library",
        "Harald Quennell",
        "h.quennell@example.com",
        84,
        "A date. With a day, a month and a number of readers below which it counts as nobody. I"
        " have sat on committees, Ms Moreau. “If nobody comes” has never once happened.",
        parent="library-7",
    ),
    Reply(
        "library-9",
        "library",
        "Candice Moreau",
        "candice.moreau@example.org",
        92,
        "Fair. Fifteen readers a night on average, looked at after six months. I would sign that.",
        parent="library-8",
    ),
    Reply(
        "library-10",
        "library",
        "Harald Quennell",
        "h.quennell@example.com",
        101,
        "So would I. Shall we send it in?",
        parent="library-8",
    ),
    Reply(
        "library-11",
        "library",
        "سميرة حداد",
        "samira.haddad@example.org",
        125,
        "Thank you for coming to our step. One small correction, with a smile: the lion of the"
        " third chapter gives no advice at all, he only listens. That is the whole trouble with"
        " him. Newcomers are welcome, on Tuesdays at seven, bring any lion.",
    ),
    Reply(
        "library-12",
        "library",
        "Евгения Старк",
        "evgenia.stark@example.net",
        149,
        "Is there a place for somebody who reads slowly in all four of her languages?",
        parent="library-11",
    ),
    Reply(
        "library-13",
        "library",
        "سميرة حداد",
        "samira.haddad@example.org",
        163,
        "Slowly is the only way in which we do it. We are on page 31.",
        parent="library-12",
    ),
    Reply(
        "library-14",
        "library",
        "Neighbour in Exchange Street",
        "exchange.street@example.com",
        190,
        "Since I am quoted as a question: I am not against readers. I am against the people who sit"
        " on the steps AFTER the readers have gone. “The benches are her own affair” does not"
        " answer that, and I should have liked the reporter to ask again.",
    ),
    Reply(
        "library-15",
        "library",
        "Ferdinand Ó Briain",
        "ferdinand@example.org",
        215,
        "I live at number 22 and sleep towards the street. The steps have been empty at ten since"
        " they put the lamp in. Come round with a thermos and we’ll count together.",
        parent="library-14",
    ),
    Reply(
        "library-16",
        "library",
        "Tilda Rasmussen-Bose",
        "tilda.rb@example.net",
        340,
        "Sixty-one thousand for a caretaker, heating and lights seems low to me, if it is to be"
        " five nights a week with holidays and sick leave. Is that one post or a half?",
    ),
    Reply(
        "library-17",
        "library",
        "Grzegorz Whitlow",
        "grzegorz.whitlow@example.com",
        365,
        "It’s in the committee paper: three quarters of a post, and the reading room is heated"
        " overnight anyway because of the damp. Page 4.",
        parent="library-16",
    ),
    Reply(
        "library-18",
        "library",
        "Noor",
        "noor.reads@example.org",
        520,
        "i do my homework there because we are six at home. please do it",
        state="held",
    ),
    Reply(
        "library-19",
        "library",
        "Oskar Pym",
        "oskar.pym@example.net",
        640,
        "Two chairs went missing and one came back repaired. There is a novel in that, and I hope"
        " that it is already on the shelf.",
    ),
    Reply(
        "library-20",
        "library",
        "Rex",
        "rex1@example.com",
        702,
        "Quennell, you are a miserable old miser and I bet you can’t even read.",
        parent="library-6",
        state="rejected",
        rule=2,
        note=(
            "Aimed at the person, not at what he says. You are welcome to tell him why he is wrong."
        ),
    ),
    Reply(
        "library-21",
        "library",
        "Essay Experts",
        "essays@example.net",
        815,
        "Students!! No time for library? Our writers finish your homework tonight. First page free"
        " https://essays.example.net",
        website="https://essays.example.net/",
        state="spam",
    ),
    Reply(
        "library-22",
        "library",
        "Philippa Engström",
        "philippa.e@example.org",
        1290,
        "I run the branch in Brackwater. The chair that came back has a better leg than the other"
        " eleven. We never found out who it was. As for open hours without staff: ring me, Judith,"
        " I have a list of the seven things that went wrong, and they are all about the door.",
        website="https://library.example.org/brackwater",
    ),
    Reply(
        "library-23",
        "library",
        "Callum Osei",
        "callum.osei@example.com",
        1475,
        "The door is what Exchange Street would like to hear about too. Could that list be"
        " published?",
        parent="library-22",
        state="held",
    ),
)

NIGHT = (
    Reply(
        "night-1",
        "night-sky",
        "Vikram Hale",
        "vikram.hale@example.com",
        96,
        "212 kWh would not run four households for a month; one of ours alone uses about 280. Is"
        " there a digit missing? Half of two villages’ lamps over eleven nights ought to come to"
        " something more like a thousand.",
    ),
    Reply(
        "night-2",
        "night-sky",
        "Brigid Takahashi",
        "brigid.t@example.org",
        433,
        "And there it is, corrected, with the reason. Well spotted, and well done.",
        parent="night-1",
    ),
    Reply(
        "night-3",
        "night-sky",
        "Åse Pemberton",
        "ase.pemberton@example.net",
        610,
        "I bake. At half past two I walk 900 metres in the dark and I will not pretend that I enjoy"
        " it, but nobody had asked before, and now there is a lamp at the bus stop that wakes up"
        " for me. We have started to say good morning.",
    ),
    Reply(
        "night-4",
        "night-sky",
        "Lionel Grau",
        "lionel.grau@example.com",
        890,
        "Why the square of Pegasus and not, say, the Plough, which everybody can find?",
    ),
    Reply(
        "night-5",
        "night-sky",
        "Kwabena Sutter",
        "k.sutter@example.org",
        944,
        "A large empty-looking patch, high up at this time of year: easy to outline and with faint"
        " stars of every grade inside. The Plough would be low over the hills just now.",
        parent="night-4",
    ),
    Reply(
        "night-6",
        "night-sky",
        "Maud Ellery",
        "maud.ellery@example.net",
        1610,
        "First time I write here. I counted nought on all eleven nights, and was ashamed to send it"
        " in. Now I’ve sent it.",
        state="held",
    ),
    Reply(
        "night-7",
        "night-sky",
        "Stan",
        "stan.b@example.com",
        1688,
        "All very nice, but when is somebody going to do something about the prices in the harbour"
        " car park? Four an hour!",
        state="rejected",
        rule=1,
        note=(
            "The car park is not what this story is about. Under the one on the tram line it would"
            " be welcome."
        ),
    ),
)

SCHOOL = (
    Reply(
        "school-1",
        "school",
        "Theodora Finch",
        "theodora.finch@example.org",
        75,
        "Thirty-four years a teacher, and the sentence about the bus at 8.52 made me put down my"
        " coffee. We all had that bus.",
    ),
    Reply(
        "school-2",
        "school",
        "R. Bellweather",
        "r.bellweather@example.com",
        240,
        "Runa asks me to say that the chart is NOT about how quiet it was but how long it took"
        " until it was quiet. It goes the other way up. She is ten and a half.",
    ),
    Reply(
        "school-3",
        "school",
        "Magnus Eyre",
        "magnus.eyre@example.net",
        505,
        "What did the two teachers vote for?",
    ),
    Reply(
        "school-4",
        "school",
        "Florian Dube",
        "florian.dube@example.org",
        1130,
        "It was a secret ballot. That’s the whole beauty of it!",
        parent="school-3",
        state="held",
    ),
)

ORCHARD = (
    Reply(
        "orchard-1",
        "orchard",
        "Beatrix Nwosu",
        "beatrix.nwosu@example.com",
        130,
        "I confess to the years between my seventh and my eleventh. They were best in the rain.",
    ),
    Reply(
        "orchard-2",
        "orchard",
        "田中 美咲",
        "m.tanaka@example.org",
        410,
        "“Attic, but nice” is the most precise tasting note that I have read in a newspaper.",
    ),
)

BRIDGE = (
    Reply(
        "bridge-1",
        "bridge",
        "Siobhán Trapp",
        "siobhan.trapp@example.net",
        300,
        "Second cornet here. We regret nothing. For the record, it was the march in B flat, and we"
        " were sharp.",
    ),
    Reply(
        "bridge-2",
        "bridge",
        "Lucky Spins",
        "win@example.net",
        4200,
        "Play now and win big at the bridge of fortune https://spins.example.net",
        website="https://spins.example.net/",
        state="spam",
    ),
)

CHESS = (
    Reply(
        "chess-1",
        "chess",
        "Evander Roy",
        "evander.roy@example.org",
        220,
        "After the queen, the rook checks on f1 and takes her next move. After the knight, there’s"
        " nowhere to go: his own bishop, rook and pawn are in the way. What a find at twelve.",
    ),
    Reply(
        "chess-2",
        "chess",
        "The opponent",
        "board.eight@example.com",
        1500,
        "I was not in a hurry. I was hungry. But yes.",
        parent="chess-1",
    ),
)

BUS = (
    Reply(
        "bus-1",
        "bus",
        "Cello",
        "cello@example.org",
        58,
        "I am the cello. I was late because of the strings, not because of myself, but I agree with"
        " every word.",
    ),
    Reply(
        "bus-2",
        "bus",
        "Rainer Toft",
        "rainer.toft@example.com",
        145,
        "I drove the 12 for sixteen years. The sixty seconds are real. We did wait, some of us, and"
        " wrote “wheelchair” in the log. I have never told anyone this.",
    ),
    Reply(
        "bus-3",
        "bus",
        "Ghislaine Porter",
        "ghislaine.porter@example.net",
        190,
        "As someone who does use a wheelchair: I am glad to have been of service.",
        parent="bus-2",
    ),
    Reply(
        "bus-4",
        "bus",
        "Albrecht Moss",
        "albrecht.moss@example.org",
        1320,
        "Charming, but those who change to the 8.02 train are not in the sum. Forty seconds at the"
        " stops cost me an hour, twice last winter.",
    ),
    Reply(
        "bus-5",
        "bus",
        "Ida Okonkwo-Weiss",
        "ida.ow@example.com",
        2890,
        "Couldn’t the train wait too?",
        parent="bus-4",
        state="held",
    ),
)

REPLIES = (
    *TRAM,
    *FLOOD,
    *HARBOUR,
    *MARKET,
    *LIBRARY,
    *NIGHT,
    *SCHOOL,
    *ORCHARD,
    *BRIDGE,
    *CHESS,
    *BUS,
)

#: By how many readers these are recommended.
RECOMMENDED = {
    "tram-1": 2,
    "tram-3": 5,
    "tram-5": 3,
    "flood-4": 3,
    "harbour-1": 8,
    "harbour-3": 2,
    "library-6": 4,
    "library-8": 6,
    "library-11": 9,
    "library-15": 3,
    "library-22": 7,
    "night-1": 5,
    "night-3": 4,
    "bus-2": 6,
}
#: What the newsroom has picked, in the order of picking.
PICKED = ("harbour-1", "library-8", "library-22", "library-11", "night-1", "bus-2")
#: What readers have reported: the reply, the reason, and in whose words.
REPORTED = (
    ("library-14", "abuse", "Whole families sit on those steps. This is about us."),
    ("library-14", "abuse", ""),
    ("tram-5", "false", "It is 17.9 million over four years, not in one."),
)
