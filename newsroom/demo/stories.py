"""The demo's paper: an invented town on an invented river, its people and its stories, as plain
data."""

# Running text is kept one paragraph to a line, however long.
# ruff: noqa: E501

from dataclasses import dataclass
from datetime import time, timedelta


@dataclass(frozen=True)
class Paper:
    name: str
    tagline: str
    about: str


@dataclass(frozen=True)
class Section:
    name: str
    slug: str
    description: str


@dataclass(frozen=True)
class Topic:
    name: str
    slug: str
    description: str


@dataclass(frozen=True)
class Author:
    name: str
    slug: str
    role: str
    bio: str
    login: str = ""


@dataclass(frozen=True)
class Picture:
    """A drawing (its file in pictures/, without `.webp`), and the words that go with it."""

    drawing: str
    alt: str
    caption: str
    credit: str = "Drawing: The Courier"


@dataclass(frozen=True)
class Change:
    """A later edition: what kind of change, how long after first publication, and each text
    exchanged."""

    kind: str
    after: timedelta
    note: str
    swaps: tuple[tuple[str, str], ...]

    def applied_to(self, body: str) -> str:
        for old, new in self.swaps:
            body = body.replace(old, new)
        return body


@dataclass(frozen=True)
class Story:
    """One story. ``state`` is live, scheduled, draft, review or withdrawn; ``age`` counts back from
    now.

    In ``body``, `{picture:name}` is the number of a drawing and `{story:key}` that of a story that
    stands before it. It is the first edition's; ``changes`` lead to the later ones. ``due`` is a
    time tomorrow. ``replies`` is the story's own policy, "open" or "closed"; None follows the site,
    where every reply waits. ``banner`` goes with it.
    """

    key: str
    slug: str
    headline: str
    kicker: str
    standfirst: str
    section: str
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    body: str
    genre: str = "news"
    roles: tuple[tuple[str, str], ...] = ()
    state: str = "live"
    age: timedelta | None = None
    due: time | None = None
    withdrawn_after: timedelta | None = None
    dateline: str = ""
    picture: Picture | None = None
    replies: str | None = None
    banner: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Rule:
    """What a house rule says since the chief rewrote it."""

    number: int
    text: str


#: When moderators are at the desk: day of the week, from, to.
DESK = (
    *((day, time(7), time(23)) for day in range(5)),
    *((day, time(9), time(21)) for day in (5, 6)),
)
RULE = Rule(
    4,
    "Nothing that is there to sell something, or to lead readers to a place that does. Your own"
    " website beside your name is welcome.",
)

PAPER = Paper(
    name="The Kelmouth Courier",
    tagline="From the harbour to the hills",
    about=(
        "The Kelmouth Courier is an independent newspaper for Kelmouth and the Sorrel valley. It"
        " belongs to 1,140 of its readers, who own one share each. We say where we know things"
        " from, we correct our mistakes where they were made, and we answer our letters."
    ),
)

SECTIONS = (
    Section("City", "city", "Kelmouth from the town hall to the tram stop, and who decided it."),
    Section(
        "Region", "region", "The river, the villages and the coast, reported from where it happens."
    ),
    Section("Culture", "culture", "Books, music, games and the rooms they happen in."),
    Section("Science", "science", "How we know what we know, with the error bars left on."),
    Section("Opinion", "opinion", "Arguments, signed; the news pages take no part in them."),
)

TOPICS = (
    Topic("Transport", "transport", "Trams, buses, bicycles and the people waiting for them."),
    Topic(
        "The Sorrel", "the-sorrel", "The river that made the town and now and then wants it back."
    ),
    Topic(
        "Council",
        "council",
        "What the 42 members of the town council decide, and how they came to it.",
    ),
    Topic("Schools", "schools", "Classrooms, timetables and the people who fill them."),
    Topic("Heritage", "heritage", "Old things that are still in use, and old things that are not."),
    Topic(
        "Food and farming",
        "food-and-farming",
        "From the orchards of Ashdene to the Saturday market.",
    ),
    Topic("Books", "books", "Reading, lending, translating and staying up too late."),
    Topic("Environment", "environment", "Water, light, soil and what lives in them."),
)

AUTHORS = (
    Author(
        "Marit Sørlund",
        "marit-sorlund",
        "Editor",
        "Marit Sørlund has edited the Courier since its readers bought it. She began here as a"
        " proofreader and still reads every page on paper first.",
        login="editor",
    ),
    Author(
        "Tomás Ekeberg",
        "tomas-ekeberg",
        "City reporter",
        "Tomás Ekeberg covers the town hall, the trams and the space between what is announced and"
        " what is built. He takes minutes for pleasure.",
        login="writer",
    ),
    Author(
        "Nadia El-Khoury",
        "nadia-el-khoury",
        "Culture editor",
        "Nadia El-Khoury writes about books, music and the buildings that hold them. She translated"
        " two novels before she came to the paper.",
    ),
    Author(
        "Owen Prideaux",
        "owen-prideaux",
        "Valley correspondent",
        "Owen Prideaux reports from the villages above the weirs, mostly by bicycle. He grew up on"
        " a farm near Ashdene.",
    ),
    Author(
        "Zuzana Brávková",
        "zuzana-bravkova",
        "Science reporter",
        "Zuzana Brávková trained as a hydrologist and changed sides. She asks for the data and then"
        " for the field notes.",
    ),
    Author(
        "Béla Fenwick",
        "bela-fenwick",
        "Columnist",
        "Béla Fenwick writes a column about small public matters and edits the chess corner. He has"
        " no car and strong views on shelters.",
    ),
)

TRAM = """
<p>Line 4 will run to the harbour after all. By 23 votes to 19, the town council decided last night to build the last 1.3 kilometres of the tram line as they were drawn six years ago: along Chandlers’ Row, over the swing bridge, and out to the ferry steps.</p>
<p>The vote ends a dispute that outlasted two mayors. A cheaper plan would have stopped the line at the Corn Exchange, 700 metres from the water, and sent passengers on by shuttle bus. It failed by the same four votes.</p>
<p>“A line that stops short of the harbour is a line to a car park,” said Ilse Marchetti, who chairs the transport committee. “We have one chance to lay rails down that street. We are already digging it up for the drains.”</p>
<h2>What it will cost</h2>
<p>The extension is put at 38.4 million, of which the region pays a little over half. The town’s own share comes to 17.9 million, spread over nine years. Shopkeepers in Chandlers’ Row will have their rates waived while the street is closed, a clause added shortly before midnight and the reason, by most accounts, why three members changed their minds.</p>
<p>Not everyone did. “We are buying a very handsome ride for visitors,” said Piotr Aldous, who voted against. He would have spent the money on a bus every eight minutes to Quarry Hill, where half of households have no car.</p>
<h2>What happens next</h2>
<ul>
<li><strong>This winter:</strong> gas and water mains in Chandlers’ Row are moved. One lane stays open.</li>
<li><strong>Next spring:</strong> the swing bridge closes to cars for eleven weeks while its deck is strengthened. People on foot and bicycles can cross throughout.</li>
<li><strong>In two years:</strong> first trial runs, without passengers.</li>
<li><strong>In two and a half years:</strong> a tram every ten minutes from the ferry steps to the hospital, a ride of nineteen minutes.</li>
</ul>
<p>The ferry company said that it would move its timetable by six minutes so that boats and trams meet. It is, the harbour master remarked from the public gallery, the first time in living memory that anything on the water has waited for anything on land.</p>
<p>The plans hang in the foyer of the town hall from tomorrow, and can be read <a href="https://www.example.org/line-4">on the council’s site</a>. Objections to details of the works, though no longer to the line itself, are heard for six weeks.</p>
"""

FLOOD = """
<p>The Sorrel rose faster overnight than at any time in eleven years, and stopped 18 centimetres below the top of the flood wall at Three Weirs. Nobody was hurt. About forty people from the lower end of Mill Lane spent the night in the school gymnasium, with a dozen dogs and, by common agreement, one goose.</p>
<p>The gauge at the upper weir read 4.62 metres at ten past four this morning. That is the highest figure since the wall was built, and 31 centimetres above the one forecast the evening before.</p>
<p>“We had the boards up by midnight because Mrs Anand at number 9 rang the bell,” said Col Whitby, who leads the volunteer flood wardens. “The river had gone quiet. She says that it goes quiet when it is about to do something.”</p>
<h2>Why the forecast was low</h2>
<p>The valley’s forecast is made from rain gauges, and one of the three in the hills had been sending the same reading since the afternoon. A branch had come down on it. The duty hydrologist noticed at eleven and raised the warning by hand, twenty minutes before the siren.</p>
<p>“The model did what it was told,” said Dr Hanne Oduya of the river service. “It was told that it wasn’t raining on Upper Holm. A person looking out of a window at Upper Holm would have disagreed.” The service wants a second gauge there by the end of the month.</p>
<h2>Roads and trains</h2>
<ul>
<li>The valley road is closed between Three Weirs and Ashdene.</li>
<li>Trains run at walking pace over the Brackwater viaduct.</li>
<li>The footpath along the right bank should be avoided until the bank has been inspected.</li>
</ul>
<p>In Kelmouth itself the high water is expected with the evening tide. The harbour office has asked owners of boats on the town quay to double their lines, and the cellars of the fish market are being emptied as a precaution.</p>
"""

HARBOUR = """
<p>At twenty to six, before the gulls have quite made up their minds, Ransome Teague unlocks the door at the foot of Number Two, climbs ninety-one iron rungs, and sits down in a chair that was bolted to the floor before he was born. He does not need to be here. Number Two has lifted nothing since spring. But somebody, he says, ought to grease the slewing ring, and he knows how.</p>
<p>From up there you can see what Kelmouth used to be for. The timber basin, filled in and paved, where the Saturday market stands. The long shed that sent wool to eleven countries and now holds a climbing wall. The rope walk. The customs house. And at the end of the mole, black against whatever the sky is doing, the two cranes, which the town has to decide about before the year is out.</p>
<p>There were nine. Seven went for scrap within a decade, when ships grew too large for the bar and the trade moved down the coast. The two that stayed did so because the firm sent to cut them up went bankrupt on a Thursday, and nobody else was sent.</p>
<h2>A thing that works</h2>
<p>Cranes of this kind were never meant to be looked at. They were built in a hurry, by a foundry that also made bedsteads, to a drawing bought second-hand. The engineers’ report that the council commissioned last year runs to 140 pages and is, in its dry way, a love letter: the steel is better than the certificate said; the rivets, all 11,206 of them, have been tapped one by one, and thirty-eight found wanting.</p>
<p>“People expect me to say that they are dangerous,” said Agnieszka Thorne, who led the survey. “They are in better order than the car park. What they are is expensive, because a thing that stands in salt water has to be painted, and a thing that tall has to be painted by somebody.”</p>
<p>Her estimate is 2.1 million to make both of them safe for a generation, or 640,000 to take them down with care. To take them down without care, she adds, would cost rather less, until one fell on the ferry.</p>
<aside data-block="pull-quote"><p>“You can’t have a harbour as a view. A harbour is a place where somebody is waiting for something.”</p></aside>
<h2>Three plans and a fourth</h2>
<p>Three proposals are before the council. None of them is foolish, which is why the meetings have been long.</p>
<ul>
<li><strong>Keep both, as monuments.</strong> Painted, lit from below, locked. The heritage board’s choice, and the simplest.</li>
<li><strong>Keep one.</strong> Number Two stays; Number One, the weaker, gives its parts. The treasurer’s choice.</li>
<li><strong>Keep neither,</strong> and give the mole to a swimming place with steps and a sauna, as towns along the coast have done. The choice, so far, of most people under thirty who answered the survey.</li>
</ul>
<p>The fourth plan was not asked for. It came in a brown envelope, typed, from the Society of Boat Owners, whose members are for the most part neither rich nor owners of much of a boat. They want the cranes to go on lifting. Every autumn some 160 small craft have to come out of the water at Kelmouth and every spring go back in, and for that a mobile crane is hired from 70 kilometres away at a price that rises each year. Number Two was made to lift twelve tonnes. The heaviest boat on the society’s list weighs nine.</p>
<p>“It isn’t nostalgia,” said Femi Lindqvist, the society’s secretary, a dentist with a wooden sloop that leaks. “I am quite against nostalgia. I have a boat that needs lifting and there is a crane.”</p>
<h2>The people of the mole</h2>
<p>It is easy to find someone in Kelmouth who loves the cranes, and hard to find someone who ever worked them. There were forty drivers once; the trade was handed down like a limp. Teague is the last with a ticket. He is sixty-eight. His daughter Perran, who repairs wind turbines at sea, learned to drive Number Two at fifteen, on Sunday mornings, unlawfully and rather well.</p>
<p>What the drivers knew was never written down, because none of it sounds like knowledge. That the east wind comes round the customs house twice, once as itself and once as an echo. That a load of wet timber talks before it shifts. That you never look at the hook: you look at the man on the deck who is looking at the hook. For this article he tried to explain, over two mornings and a flask, how to set a crate down on a moving deck so that it makes no sound. In the end he stood up and did it with his hands, and there it was.</p>
<p>Down on the mole itself, life goes on much as it must have done under the nine. Two men fish who are never seen to catch anything. A school class draws the pilot boat. Mrs Ibarra, who has sold coffee from the same hatch for twenty-six years, has a view on the future which she gives to anyone in the queue: that the town will choose whatever needs a committee.</p>
<h3>What other harbours did</h3>
<p>We telephoned six. In one, the cranes are a restaurant, which nobody local has been able to afford. In another they were floodlit so splendidly that the pilots complained. A third took its last crane down at night to avoid a scene, and has spent the years since on a sculpture that recalls it. Only one place, further north, kept a crane in service for small boats; it is run by volunteers under a retired driver, breaks even, and has a waiting list of young people who want to learn.</p>
<p>“The paint we did ourselves,” said the volunteer who answered the telephone. “It took three summers. I met my wife on the second.”</p>
<h2>Salt and arithmetic</h2>
<p>Could it work here? We put the boat owners’ sums before two people used to reading such things: the harbour’s own accountant, and an engineer who has no connection with the town. They agreed on more than they expected to. The lifting would bring in about 58,000 a year. Insurance would eat a third. Painting, if paid for, would eat the rest and more; if done by volunteers under supervision, it would not. The great unknown is the quay beneath, which was last inspected by a diver who noted, on a form preserved in the harbour office, only the word “present”.</p>
<p>A new dive is planned for next month. Until then the council has put off its vote, for the third time, and the society has been asked to say who, exactly, would drive.</p>
<p>Teague has an answer to that, though he has not been asked. On the wall of the cabin, under a calendar from a chandler’s long since closed, hangs a sheet of squared paper with seven names in pencil. They are the people who have come up the ladder in the past year and asked to be shown. The youngest is sixteen. One of them is the treasurer.</p>
<hr>
<p>At half past seven the first ferry comes in, and he stops talking in order to watch it, as he must have watched some fifty thousand others. It is a good landing, quiet and a little to the left. He nods, as if someone had asked him. Then he wipes the chair with his sleeve, takes his flask and goes down the ninety-one rungs, backwards, without looking.</p>
<p><em>The engineers’ report and the four proposals are on show at the customs house until the council votes. More on the waterfront is collected under <a href="/topic/heritage/">Heritage</a>.</em></p>
"""

MARKET = """
<p>The oldest cheese stall in Kelmouth’s Saturday market sold its last wheel at 9.47 yesterday morning, and with it the stall. Dorothea Plessis, 81, had stood behind it for fifty-four years.</p>
<p>The queue ran past the fish and round the fountain. Some had come to buy, most to shake hands. She weighed out the last of the hard ewe’s-milk cheese in pieces of exactly eighty grams, so that everyone should have some, and refused to be thanked. “It is only milk,” she said, “that somebody waited for.”</p>
<p>The pitch goes to Amadou and Léonie Keïta of Ashdene, who keep goats and have been on the market’s waiting list for seven years. They start next Saturday. Ms Plessis has promised to come by and complain about the prices.</p>
"""

LIBRARY = """
<p>At nine in the evening the lights in the reading room of Kelmouth’s public library go off in rows, from the back, and some thirty people who were in the middle of a sentence put on their coats. From next month, if the library has its way, they may stay until midnight.</p>
<p>The plan, to be put to the culture committee on Thursday, is to keep the ground floor open three hours longer from Monday to Friday: without lending desk, without staff at the shelves, but with a caretaker, the heating and the lights. It would cost 61,000 a year, about as much as the town spends on flower baskets.</p>
<p>“We counted,” said Judith Amankwah, the librarian. “For six weeks we wrote down who was asked to leave at closing time. We had expected students. Students were a third.” The rest were shift workers, people from shared flats, a locksmith preparing for his master’s certificate, a night nurse who reads for an hour before work, and the members of four reading groups, one of which has met in the stairwell since the autumn because its discussions run over.</p>
<h2>The stairwell group</h2>
<p>That group reads one book a year, slowly, in whatever languages its members have. This year it is the fables of <em>Kalila and Dimna</em>, which travelled from Sanskrit through Persian into Arabic, and from there to nearly everywhere. On the step that serves as a table lie five editions, among them a school copy whose cover says only كليلة ودمنة in gold. “Every version has a lion,” said Samira Haddad, who founded the group. “No two lions give the same advice. That is usually what we are still talking about at nine.”</p>
<h2>Objections</h2>
<p>There are some. The staff council fears that what begins with a caretaker at night ends with a caretaker by day, and wants it in writing that no post will be cut. Neighbours in Exchange Street ask who will be on the steps at midnight. And the town’s treasurer points out, as treasurers will, that a pilot scheme is a permanent scheme with a birthday.</p>
<p>Ms Amankwah’s answer to the first is a signed page; to the second, that the doors will be watched and the benches are her own affair; to the third, that he is quite right. “If nobody comes, I shall close it myself,” she said. “But I have seen them putting on their coats.”</p>
<p>In Brackwater, where the branch library has been open without staff until eleven for two years, loans went up by 14 per cent. Two chairs went missing. One came back, repaired.</p>
"""

NIGHT = """
<p>For eleven nights last month, between midnight and four, every second street lamp in Ashdene and Upper Holm was switched off. Almost nobody noticed, except for the people who had been asked to look up.</p>
<p>Those were the 64 volunteers of the valley’s star count. On each clear night they went outside, let their eyes adapt for twenty minutes and counted the stars that they could see inside the square of Pegasus. Before the lamps were dimmed, the average was six. Afterwards it was fifteen.</p>
<p>“It is the oldest instrument there is, and it costs nothing,” said Dr Ifeoma Strand, who runs the small observatory on Quarry Hill and designed the count. “A meter tells you how bright the sky is straight above the meter. Sixty-four people tell you what a village has lost.”</p>
<h2>What the numbers can bear</h2>
<p>She is careful with them. The moon set early on most of the eleven nights, which helped; haze on two of them did not. Practised observers count more stars than beginners, so that everyone’s first three nights were left out. With all that allowed for, she puts the gain at between seven and eleven stars.</p>
<p>The villages saved 212 kilowatt hours over the trial, enough to run four households for a month. The police recorded no change in accidents or burglaries, but eleven nights are too few to say anything about events that are, happily, rare.</p>
<h2>Who was glad, and who was not</h2>
<p>A survey went to all 900 households; 388 replied. Just over two thirds wish to keep the lamps dimmed. Those against were mostly people who leave or come home in the dark, among them carers on early rounds and the bakery’s whole night shift. Their objection has already changed the plan: the lamps on the road to the bus stop will stay as they are, and light up fully when somebody passes.</p>
<p>The parish council votes next week. Meanwhile the count goes on, and newcomers are welcome. The rules are short:</p>
<ol>
<li>Choose a spot from which no lamp shines into your eyes.</li>
<li>Wait twenty minutes. A telephone undoes all twenty.</li>
<li>Count only what you see when you look straight at it.</li>
<li>Write down the number, the time and the weather, also when the number is nought.</li>
</ol>
<p>“Nought is my favourite,” said Dr Strand. “It means that someone stood in a garden for half an hour to tell me the truth.”</p>
"""

SCHOOL = """
<p>The village school at Upper Holm has nineteen pupils, two teachers, one stove and, since September, a timetable that looks like no other in the valley. It begins at ten past nine. It has no lesson shorter than an hour and a half. And on Wednesdays there is nothing on it at all before lunch, except for the word “Outside”.</p>
<p>The pupils wrote it. That was not quite the intention. “I asked them what they would change, as a writing exercise,” said Margarethe Voss, the head teacher. “I expected longer breaks and no mathematics. What I got was an argument, and it was better than ours.”</p>
<h2>Nineteen consultants</h2>
<p>They had noticed, it turned out, what adults in schools tend to stop noticing. That the bus from the farms comes at 8.52 and the first lesson began at 8.55, so that four of them were told off daily for the bus. That it takes ten minutes to get the clay out and ten to put it away, which leaves twenty-five for clay. That nobody has ever learned anything on a Friday after two.</p>
<p>For three weeks they interviewed one another, the cook, the bus driver and the caretaker. They timed things. Ten-year-old Runa Bellweather drew a chart of how long it was quiet after each break; it hangs in the corridor and has been photographed by the inspectorate. In the end there were four proposals and a secret ballot, in which the teachers had a vote each, like everyone else.</p>
<aside data-block="pull-quote"><p>“We didn’t want less school. We wanted it to have fewer edges.”</p></aside>
<h2>Does it work?</h2>
<p>It is early to say, and a school of nineteen will never make a statistic. Lateness has gone from eleven cases a week to one. The reading tests after half a year were a little better than before; the arithmetic tests were the same, which Ms Voss counts as a success, “as they were promised that it would be the same amount and they checked”. Two families were against at first, because of the later start; the parish now opens the hall next door from half past seven, with a volunteer and toast.</p>
<p>The inspectorate’s report calls the experiment “carefully prepared and of limited transferability”. Ms Voss has underlined the second half in green. A school with 600 pupils could not do it in the same way, she admits. “But it could ask. Asking transfers perfectly well.”</p>
<p>Next on the list, according to the minutes of the pupils’ council, are the coat hooks, which are too high, and the bell. Nobody is against a bell. There is merely a feeling that it could be more polite.</p>
"""

ORCHARD = """
<p>Everyone in Ashdene knew the tree. It leaned over the wall of the old vicarage, bore small, flat, russet apples that nobody planted and everybody stole, and was called the Parson’s Button. What nobody knew until this autumn is that there is no other.</p>
<p>The result came by letter from the fruit register, which compares leaf samples with some 2,500 known varieties. No match; no near match; one parent likely, the other unknown. “That’s a polite way of saying that a bee did it,” said Gwenda Oyelaran, who keeps the village’s community orchard and had posted the leaves in a sandwich bag.</p>
<p>A single tree of about 130 years is a poor place to keep a variety. Half of the trunk is hollow, and in the storm two winters ago it lost the limb that used to feed the bus queue. So on a dry morning last week, eleven people with very sharp knives came to learn how to graft.</p>
<h2>How to copy an apple</h2>
<p>A pip would not do: every pip is a new variety, and nearly all of them are sour. To have the same apple, one takes a twig from the old tree and joins it to the root of a young one, cut to cut, so that the green layers under the bark meet. Then it is bound, sealed with wax and left in peace, which is said to be the hardest part.</p>
<p>By noon there were forty-six small trees in a row, each with a label and a bandage. If two thirds of them take, there will be one for every garden in Vicarage Lane and ten for the school, and three will travel to collections elsewhere, far enough away that no one storm can have them all.</p>
<h2>And the taste?</h2>
<p>We were given two, from the top of the tree, and can report as follows. The skin is like fine sandpaper. The flesh is dense, white and slightly greenish at the core. First it is sharp, then for a moment it tastes of pears, and at the end there is something that the Courier’s panel, after discussion, put down as hazelnut, and its youngest member as “attic, but nice”.</p>
<p>They keep until the spring, said Ms Oyelaran. Or would, she said, looking at the wall, if they were let.</p>
"""

BRIDGE = """
<p>If you cross the Long Bridge at Brackwater by bicycle, at a moderate speed, it hums. The note lies slightly below the B flat in the middle of the piano. Since last week, it is being written down.</p>
<p>Twenty-four sensors, each the size of a matchbox, have been glued to the undersides of the bridge’s five arches. They feel movements of less than a thousandth of a millimetre, two hundred times a second. A lorry is a thump; the morning train on the far bank, a tremble; a flock of starlings that settles on the parapet is, Dr Milan Achterberg was delighted to find, just visible as a step.</p>
<p>“A bridge of stone is not stiff,” said Dr Achterberg, who teaches structural engineering and has borrowed the bridge for his work. “It breathes. It is two millimetres taller on a hot afternoon than in a cold night. When the breathing changes, something inside has changed, and I should like to know before it shows.”</p>
<h2>Older than its papers</h2>
<p>The Long Bridge is the last in the valley to have no drawings. It was rebuilt after a flood three centuries ago on piers that were old already. Nobody knows what the arches are filled with. In the 1960s somebody drilled a hole to find out, met timber, and stopped.</p>
<p>Until now, it has been inspected every six years by a person in a boat with a lamp and a hammer. That will go on. “The hammer is a very good instrument,” said Dr Achterberg. “But it is there for one day out of two thousand.”</p>
<p>The sensors will listen for three years. All of the readings are public, and can be followed <a href="https://www.example.net/long-bridge">as a wavering line</a>. On the first evening, 300 people watched it. Around half past six it jumped sharply four times, then again, and there was some concern, until it was found that the Brackwater brass band had moved its rehearsal on to the bridge to see whether it would show.</p>
"""

CHESS = """
<p>Kelmouth’s second team lost its match against the league leaders on Saturday by 3½ points to 4½, and has seldom been so cheerful about it. The reason is Board Eight, and a move that took thirty-four minutes.</p>
<p>Board Eight was Edda Ní Dhomhnaill, who is twelve, stood in for a player with a cold and had never before played a game with a clock. Her opponent, forty years older, was two rooks and a bishop ahead. She had a king, a pawn on the seventh rank and, as she explained afterwards, “a feeling that he was in a hurry”.</p>
<p>What she found was an underpromotion. The pawn, on reaching the last row, may turn into any piece; in practice, it turns into a queen. A queen here would have been lost to a check on the very next move. Ms Ní Dhomhnaill asked the arbiter, in a whisper, whether a knight was allowed. It was. It was also checkmate.</p>
<p>The hall was quiet for a moment. Then her opponent, to his lasting credit, stood up and started to clap.</p>
<p>The position, for those who wish to try it at home: White has the king on f6 and a pawn on f7; Black has the king on h7, rooks on a1 and h8, a bishop on g8 and a pawn on h6. White is to move, and it is worth playing through what happens after the obvious queen. The chess corner notes with embarrassment that its own editor needed a minute longer than Ms Ní Dhomhnaill.</p>
"""

BUS = """
<p>Every weekday at 7.41 the number 12 pulls out of the stop at Exchange Street, and every weekday at 7.41 somebody is running towards it. I have watched this for years from the bakery opposite. I have come to know the runners. There is the man with the cello, the two sisters, the apprentice with wet hair. And there is the driver, who sees them in his mirror, and goes.</p>
<p>He is not a cruel man. He has a timetable, and the timetable has a computer, and the computer reports each stop at which he was more than sixty seconds late. It doesn’t report at which stops he was kind. Nobody has ever been called into an office to explain why, on the morning of the 14th, he left the cellist standing in the rain precisely on time.</p>
<p>I should like to propose to the transport committee, which has just finished with larger matters, a very small reform: let the bus wait. Not for ever. Let every driver have ten seconds at each stop that are nobody’s business.</p>
<h2>The sum</h2>
<p>I have done it, as I knew that you would. Line 12 has nineteen stops. If there were a runner at each of them, which there never is, the bus would be three minutes and ten seconds late at the terminus, where it rests for eight. In truth, I counted four runners on a morning. Forty seconds. The traffic light by the hospital takes more than that, and nobody has ever asked it for a report.</p>
<p>On the other side stand the twelve minutes until the next bus, multiplied by the cello.</p>
<h2>The objection</h2>
<p>I know the objection, as I have made it myself from inside the bus: that those who came in time are made to wait for those who did not. It is a fair one. But look at what it assumes. It assumes that there are two kinds of people, the punctual and the others. After some years at the bakery window I can report that there is one kind, on different mornings.</p>
<p>A town shows what it believes in its exceptions. We hold a door for someone with a pram; no rule says so. We let the child with one coin short have the roll. A public service that has measured every second has not become more exact by it. It has merely made sure that kindness, where it still occurs, is a breach of procedure.</p>
<p>Ten seconds. I’ll bring the rolls.</p>
"""

ORGAN = """
<p>For nine years there was a sheet over the keyboards of the organ at St Oda’s, and on the sheet a note: “Please do not.” On Sunday at four the sheet comes off.</p>
<p>The instrument has 2,314 pipes, the longest as tall as a house, the smallest no bigger than a pencil stub. Each has been taken down, straightened, washed and listened to by a workshop of five people, who moved to Kelmouth for the purpose and of whom two have bought a house here.</p>
<p>“Nothing was broken,” said Ottoline Sáez, who led the work. “It was tired. The leather had gone hard, the wind leaked, and eleven organists had each adjusted it to the taste of their own day. We did not give it a new voice. We stopped it clearing its throat.”</p>
<h2>The red pipe</h2>
<p>In the middle of the front stands a pipe that does not match. It is of copper, painted vermilion, and replaces one that was melted down in a time of need and for eighty years imitated in cardboard. The builders could have made it look like its neighbours. They chose not to. It sounds the A below middle C, the note to which the town’s band still tunes when it marches past.</p>
<p>The first to play is not one of the famous names on the programme, but Ludo Marchbanks, 84, who was the organist when the sheet went on, and has practised on a table since. He has chosen something short. “I should like to hear all of it once, very softly,” he said. “After that they may do what they want.”</p>
<p>Admission is free. The church is heated, within reason.</p>
"""

COUNCIL = """
<p>After the spring election, the 42 members of the town council will sit in a new order. No longer by party, from left to right, but by ward, so that neighbours sit next to neighbours.</p>
<p>The idea comes from the clerk’s office, where somebody noticed that members who share a ward have spoken to one another in a meeting eleven times in four years. <strong>[Check the number with the clerk; does it count interruptions?]</strong></p>
<p>Supporters hope for more agreement about drains. Opponents fear the same.</p>
<p><em>To come: the seating plan; a voice from Quarry Hill; how other towns do it.</em></p>
"""

EELS = """
<p>An eel leaves no footprints, avoids the light and, given a choice, does not come up. To count those in the Sorrel, the river service used to catch them, which the eels resented and which told it mainly how good it was at catching eels. This year it counted what they leave behind.</p>
<p>Every animal in a river sheds traces of itself: scales, slime, cells. In a litre of water there is enough of it to tell which species passed in the last day or so. Since the spring, volunteers have filled such bottles at thirty places between Upper Holm and the harbour, every second Tuesday, always from the left bank and always with a clean glove.</p>
<h2>Where they were not expected</h2>
<p>The result is a map that has surprised its makers. Below Three Weirs there were eels everywhere, as had been supposed. Above the weirs there should have been none: the fish pass was built for salmon, and eels do not leap. Yet eleven of fourteen bottles from the upper river held traces of them.</p>
<p>“They go round,” said Dr Hanne Oduya, who runs the project. “On wet nights, through the grass, past the mill. Mrs Anand at number 9 has told us so for years. We had put it under folklore.”</p>
<h2>What a bottle cannot say</h2>
<p>It can’t say how many. A single large eel just upstream gives the same trace as twenty at a distance. Nor does it tell the living from the dead. The team therefore speaks of presence and does not draw a trend: for that it will need, at the very least, two more years, and no floods.</p>
<p>What can be done at once is modest. At the mill, a strip of wet brushwood is to be laid beside the pass, at a cost of about 300. It is a ladder of a kind. Eels have been using such ladders, where people thought of laying them, for as long as there have been mills.</p>
"""

#: Every kind of block once. `{picture:…}` and `{story:…}` stand for the numbers of what the demo
#: has made before.
SOUNDINGS = """
<aside data-block="key-points"><ul><li>The harbour office has read the depth of the Sorrel every morning since 1911, by hand.</li><li>From spring an echo sounder takes over. The lead line is to be kept dry, and used once a year.</li><li>The two disagree by eleven centimetres, and nobody knows which is right.</li></ul></aside>
<p>At ten to six, before the ferry has its lights on, Oluwaseun Farrow lets a lead weight down from the end of the pilot steps, waits until the line goes slack, and reads off how deep Kelmouth’s river is today. Four metres and sixty-two. She writes it in a book that has a column for the depth, one for the wind and one, wider than both, headed “Otherwise”.<small data-note="">The books fill eleven metres of shelf. The first, of 1911, is on show in the <a href="/topic/heritage/">customs house</a>.</small></p>
<figure data-picture="{picture:harbour}" data-alt="Two cranes on a mole at first light; the water before them is quite still."><figcaption>The pilot steps are at the foot of Number Two, out of sight. <em>That is rather the point of them.</em></figcaption></figure>
<p>It takes her four minutes. From April it will take nobody any: a sounder on the river bed will send a number every ten seconds to a screen in Brackwater, where there is, Ms Farrow says without heat, “a very nice young man with two screens already”.</p>
<h2>A short history of the bottom</h2>
<p>The bottom of a river is an opinion. Mud begins as water that has become reluctant; where it ends and the river begins depends on what one lets down to find out. A lead of three kilos sinks a hand’s breadth into it. Sound, at the frequency that the new device uses, turns back above.</p>
<figure data-block="quote"><blockquote><p>“It is not that one of them is wrong. They were asked different questions. The lead asks what will hold you up. The sounder asks what is in the way.”</p></blockquote><figcaption>Agnieszka Thorne, engineer, to the harbour committee</figcaption></figure>
<p>For three weeks both were read at the same time, for practice. The difference was steady enough to be a fact, and big enough to matter: the ferry at full load needs three metres eighty.</p>
<table><caption>Morning depths at the pilot steps, in metres</caption><thead><tr><th scope="col">Day</th><th scope="col">Lead</th><th scope="col">Sounder</th><th scope="col">Wind</th><th scope="col">“Otherwise”</th></tr></thead><tbody><tr><th scope="row">Monday</th><td>4.62</td><td>4.51</td><td>south-west, light</td><td>A seal, unimpressed</td></tr><tr><th scope="row">Tuesday</th><td>4.70</td><td>4.59</td><td>none</td><td>Ice on the line</td></tr><tr><th scope="row">Wednesday</th><td>4.38</td><td>4.27</td><td>east, strong</td><td>Hat lost; hat found</td></tr></tbody></table>
<aside data-block="pull-quote"><p>The bottom of a river is an opinion.</p><footer>From the harbour office’s first book</footer></aside>
<h3>What the old books are good for</h3>
<p>More than anyone had expected. Dr Ifeoma Strand has typed in thirty years of them so far. Sorted by season, the mornings show a bar of sand that walks down the estuary at about a metre and a half a week, stops for the eel run, and walks on.<small data-note="">Her working paper, <em>A bar that waits</em>, is with the university’s printers. It rests on 10,412 mornings; 37 are missing, most of them at New Year.</small> No sounder will show that for another thirty years.</p>
<aside data-story="{story:flood}"></aside>
<p>Her method fits on a card, which she hands to volunteers:</p>
<pre><code>for each morning:
    depth = lead - tide at that hour
    if the last column says ice: leave it out
plot depth by week, not by day</code></pre>
<h2>The places in between</h2>
<p>We walked the three steps at which the depth was taken over the years, with the photographs (there are none) and the drawings (there are many) in hand.</p>
<figure data-block="gallery"><figure data-picture="{picture:flood}"><figcaption>The gauge in Weir Street, 1911 to 1938</figcaption></figure><figure data-picture="{picture:eels}"><figcaption>Under the weir, where nobody could read it</figcaption></figure><figure data-picture="{picture:bridge}"><figcaption>The bridge, tried for a year and given up for the humming</figcaption></figure><figcaption>Three places, one river.</figcaption></figure>
<p>How an echo sounder hears mud is easier to see than to say; the makers of ours have not filmed it, but others have.</p>
<figure data-embed="https://vimeo.com/76979871"><figcaption>How sound finds the bottom, in two minutes</figcaption></figure>
<p>The committee’s papers are open to all, and worth the climb to the second floor.</p>
<figure data-embed="https://example.org/kelmouth/harbour-committee"><figcaption>Harbour committee: papers for the spring session</figcaption></figure>
<hr>
<p>The last reading with the lead is to be taken on 31 March by whoever has taken the fewest, which is the treasurer. He has been practising off the end of the slipway. “I keep getting the same answer,” he said. “I am told that this is the idea.”</p>
"""


POOL = """
<p>The Quarry Hill swimming pool will close for fourteen months from the first of next month, the town’s sports office has announced. The roof has to be replaced after engineers found water in the insulation.</p>
<p>Swimming lessons for all second-year classes are to move to Brackwater, a ride of forty minutes each way. The swimming club, which has 410 members, has not been told where it is to train. “We read it on the notice board, like everyone else,” said its chairwoman, Solveig Nakagawa.</p>
<p>The sports office expects the works to cost 3.2 million. Season tickets will be refunded from the day of closing. The sauna, which has a roof of its own, stays open.</p>
"""

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

STORIES = (
    Story(
        key="tram",
        slug="line-4-will-run-to-the-harbour",
        headline="Line 4 will run to the harbour after all",
        kicker="Town council",
        standfirst=(
            "Six years, two mayors and one long night: the council votes for the whole tram line"
            " and against the shuttle bus."
        ),
        section="city",
        topics=("transport", "council"),
        authors=("tomas-ekeberg",),
        body=TRAM,
        age=40 * MINUTE,
        picture=Picture(
            "tram",
            "A red tram comes towards the viewer down a street of tall houses; two people walk"
            " beside the rails.",
            "Chandlers’ Row as it might look in two and a half years, without the drains.",
        ),
    ),
    Story(
        key="flood",
        slug="sorrel-stops-below-the-wall",
        headline="The Sorrel stops a hand’s breadth below the wall",
        kicker="High water",
        standfirst=(
            "Three Weirs stays dry after the highest water since the flood wall was built. The"
            " warning came from a person, as the model had lost a rain gauge."
        ),
        section="region",
        topics=("the-sorrel", "environment"),
        authors=("owen-prideaux", "zuzana-bravkova"),
        body=FLOOD,
        age=3 * HOUR + 10 * MINUTE,
        dateline="Three Weirs",
        picture=Picture(
            "flood",
            "A row of houses stands at the edge of a wide river; in front, a gauge with a red mark"
            " above the water.",
            "The gauge at the upper weir, with the mark of the last great flood.",
        ),
        changes=(
            Change(
                kind="update",
                after=80 * MINUTE,
                note=(
                    "The valley road is open again, and the families from Mill Lane have gone home."
                ),
                swaps=(
                    (
                        "<li>The valley road is closed between Three Weirs and Ashdene.</li>",
                        (
                            "<li>The valley road between Three Weirs and Ashdene is open again, for"
                            " one lane at a time.</li>"
                        ),
                    ),
                    (
                        (
                            "About forty people from the lower end of Mill Lane spent the night in"
                            " the school gymnasium,"
                        ),
                        (
                            "About forty people from the lower end of Mill Lane, who went home this"
                            " morning, had spent the night in the school gymnasium,"
                        ),
                    ),
                ),
            ),
        ),
    ),
    Story(
        key="harbour",
        slug="what-the-harbour-is-for",
        headline="What a harbour is for",
        kicker="The long read",
        standfirst=(
            "Two cranes are left of nine. One man still knows how to drive them, the town has three"
            " plans for them, and a fourth has come in a brown envelope."
        ),
        section="city",
        topics=("heritage", "council"),
        authors=("nadia-el-khoury", "owen-prideaux", "marit-sorlund"),
        genre="background",
        roles=(("owen-prideaux", "research"), ("marit-sorlund", "editing")),
        body=HARBOUR,
        age=9 * HOUR,
        picture=Picture(
            "harbour",
            "A red sun sets behind a calm harbour with two black cranes on a mole and a small"
            " sailing boat.",
            "Numbers One and Two, seen from the ferry steps.",
        ),
    ),
    Story(
        key="market",
        replies="open",
        banner=(
            "A goodbye to one stall. Whether the market should move to the square is for another"
            " page."
        ),
        slug="sold-out",
        headline="Sold out",
        kicker="Saturday market",
        standfirst="After fifty-four years, the last wheel of cheese at the oldest stall.",
        section="city",
        topics=("food-and-farming",),
        authors=("marit-sorlund",),
        body=MARKET,
        age=26 * HOUR,
        picture=Picture(
            "market",
            "Market stalls with red-striped and green-striped awnings, lamps, and crates of fruit"
            " below.",
            "Yesterday was a good day for the neighbours as well.",
        ),
    ),
    Story(
        key="library",
        slug="library-until-midnight",
        headline="The people who are asked to leave at nine",
        kicker="Public library",
        standfirst=(
            "For six weeks the library counted its last readers of the day. Now it wants to keep"
            " the lights on for them until midnight."
        ),
        section="culture",
        topics=("books", "council"),
        authors=("nadia-el-khoury", "tomas-ekeberg"),
        body=LIBRARY,
        age=44 * HOUR,
        picture=Picture(
            "library",
            "Four tall shelves of books in dim light, one of them red, with a ladder leaning"
            " against them.",
            "The reading room’s north wall. The ladder is older than the shelves.",
        ),
    ),
    Story(
        key="night-sky",
        slug="fifteen-stars-in-pegasus",
        headline="Six stars before, fifteen after",
        kicker="Light",
        standfirst=(
            "Two villages switched off every second street lamp, and 64 people went out into their"
            " gardens to count what they could see."
        ),
        section="science",
        topics=("environment",),
        authors=("zuzana-bravkova",),
        body=NIGHT,
        age=3 * DAY + 4 * HOUR,
        dateline="Quarry Hill",
        picture=Picture(
            "night-sky",
            "Star trails circle over dark hills; on one of them a small observatory with a red-lit"
            " slit.",
            "An hour over Quarry Hill. The stars’ paths turn about the pole.",
        ),
        changes=(
            Change(
                kind="correction",
                after=7 * HOUR,
                note=(
                    "An earlier version gave the energy saved in the trial as 212 kilowatt hours."
                    " The figure is 1,212 kilowatt hours; a digit was lost in our table."
                ),
                swaps=(("saved 212 kilowatt hours", "saved 1,212 kilowatt hours"),),
            ),
        ),
    ),
    Story(
        key="school",
        slug="upper-holm-school-timetable",
        headline=(
            "A village school asked its nineteen pupils how they would run the day, then did what"
            " they proposed"
        ),
        kicker="Upper Holm",
        standfirst="Fewer edges, one polite bell, and on Wednesdays the word “Outside”.",
        section="region",
        topics=("schools",),
        authors=("owen-prideaux", "tomas-ekeberg"),
        body=SCHOOL,
        age=5 * DAY + 2 * HOUR,
        dateline="Upper Holm",
        picture=Picture(
            "school",
            "An empty classroom after lessons: chairs upside down on three desks, one of them red,"
            " and a blackboard.",
            "Friday after two. By the pupils’ own findings, nothing is learned here at this hour.",
        ),
    ),
    Story(
        key="orchard",
        slug="the-parsons-button",
        headline="The only tree of its kind leans over a wall in Ashdene",
        kicker="Apples",
        standfirst=(
            "Everybody stole from it and nobody knew what it was. Now there are forty-six more."
        ),
        section="region",
        topics=("food-and-farming", "heritage"),
        authors=("owen-prideaux",),
        body=ORCHARD,
        age=8 * DAY + 5 * HOUR,
        dateline="Ashdene",
        picture=Picture(
            "orchard",
            "An apple tree full of red fruit, a crate below it, and rows of trees towards low"
            " hills.",
            "The community orchard, where ten of the young trees will stand.",
        ),
        replies="closed",
    ),
    Story(
        key="bridge",
        slug="the-bridge-that-hums",
        headline="The bridge that hums is being written down",
        kicker="Engineering",
        standfirst=(
            "Twenty-four sensors listen to five arches whose insides nobody has seen for 300 years."
        ),
        section="science",
        topics=("heritage", "transport", "the-sorrel"),
        authors=("zuzana-bravkova",),
        body=BRIDGE,
        age=12 * DAY + 3 * HOUR,
        dateline="Brackwater",
        picture=Picture(
            "bridge",
            "A cyclist in red rides over a stone bridge whose arches make full circles with their"
            " reflection.",
            "The Long Bridge early in the morning, at a little below B flat.",
        ),
    ),
    Story(
        key="chess",
        slug="thirty-four-minutes-on-board-eight",
        headline="Thirty-four minutes on Board Eight",
        kicker="Chess",
        standfirst=(
            "A lost match, a twelve-year-old substitute, and a pawn that declined to become a"
            " queen."
        ),
        section="culture",
        topics=("schools",),
        authors=("bela-fenwick",),
        body=CHESS,
        age=18 * DAY + 6 * HOUR,
        picture=Picture(
            "chess",
            "A chessboard in slanting light with a few pieces left, among them one red pawn facing"
            " a black king.",
            "Not the position in question, which the chess corner would have given away by its"
            " drawing.",
        ),
    ),
    Story(
        key="bus",
        replies="open",
        slug="let-the-bus-wait",
        headline="Let the bus wait",
        kicker="Béla Fenwick",
        standfirst="A modest proposal to the transport committee, worth ten seconds.",
        section="opinion",
        topics=("transport",),
        authors=("bela-fenwick",),
        genre="opinion",
        body=BUS,
        age=30 * DAY,
    ),
    Story(
        key="organ",
        slug="the-organ-of-st-oda",
        headline="After nine years, the organ of St Oda’s draws breath",
        kicker="Music",
        standfirst=(
            "2,314 pipes have been washed and listened to. One of them is red, and means to be."
        ),
        section="culture",
        topics=("heritage",),
        authors=("nadia-el-khoury",),
        body=ORGAN,
        state="scheduled",
        due=time(6, 0),
        picture=Picture(
            "organ",
            "The pipes of an organ rise in three groups; one of them, right of the middle, is red.",
            "The front of the organ, with the pipe of painted copper.",
        ),
    ),
    Story(
        key="council",
        slug="who-sits-next-to-whom",
        headline="Who sits next to whom",
        kicker="Town council",
        standfirst="Members are to sit by ward, no longer by party.",
        section="city",
        topics=("council",),
        authors=("tomas-ekeberg",),
        body=COUNCIL,
        state="draft",
        picture=Picture(
            "council",
            "A half circle of seats seen from above, most of them taken, one dot among them red.",
            "Forty-two seats, and a gallery that is seldom full.",
        ),
    ),
    Story(
        key="eels",
        slug="they-go-round",
        headline="They go round",
        kicker="Eels",
        standfirst=(
            "Counted by what they leave in the water, eels turn up where the river service had"
            " none."
        ),
        section="science",
        topics=("the-sorrel", "environment"),
        authors=("zuzana-bravkova", "owen-prideaux"),
        body=EELS,
        state="review",
        dateline="Three Weirs",
        picture=Picture(
            "eels",
            "Eight eels swim through green water in slanting light, one of them red.",
            "They avoid the light. The drawing takes a liberty.",
        ),
    ),
    Story(
        key="soundings",
        slug="the-bottom-of-the-sorrel",
        headline="The bottom of the Sorrel is an opinion",
        kicker="The river",
        standfirst=(
            "For 115 years somebody has let a lead down from the pilot steps each morning. A"
            " machine is to do it now, and does not agree."
        ),
        section="region",
        topics=("the-sorrel", "heritage"),
        authors=("owen-prideaux",),
        body=SOUNDINGS,
        age=5 * DAY,
        picture=Picture(
            "bridge",
            "A cyclist in red rides over a stone bridge whose arches make full circles with their"
            " reflection.",
            "The Long Bridge, from which the river was sounded for one year.",
        ),
    ),
    Story(
        key="pool",
        slug="quarry-hill-pool-to-close",
        headline="Quarry Hill pool to close for fourteen months",
        kicker="Sport",
        standfirst=(
            "The roof is wet, the school classes go to Brackwater, and the club has not been asked."
        ),
        section="city",
        topics=("schools", "council"),
        authors=("tomas-ekeberg",),
        body=POOL,
        state="withdrawn",
        age=6 * DAY,
        withdrawn_after=5 * HOUR,
        picture=Picture(
            "pool",
            "An empty indoor swimming pool with five lanes, parted by white floats and one row of"
            " red ones.",
            "Lane four, as the club leaves it.",
        ),
    ),
)
