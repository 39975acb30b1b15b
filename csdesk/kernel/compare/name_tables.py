"""Name facts as plain data: titles, generations, particles, and nicknames that the nickname package lacks."""

from __future__ import annotations

TITLES = frozenset(
    "mr mrs ms miss mx mister missus dr doctor prof professor rev reverend hon sir madam sra sr srta".split()
)

GENERATIONS = {
    "jr": "jr",
    "junior": "jr",
    "jnr": "jr",
    "sr": "sr",
    "senior": "sr",
    "snr": "sr",
    "i": "1",
    "1st": "1",
    "ii": "2",
    "2nd": "2",
    "iii": "3",
    "3rd": "3",
    "iv": "4",
    "4th": "4",
    "v": "5",
    "5th": "5",
    "vi": "6",
}

# In the tail of a name these are no generation: they may be an initial or a short name.
UNSURE_GENERATIONS = frozenset({"i", "v", "vi"})

DEGREES = frozenset("esq md phd dds dvm cpa rn jd mba usn usaf usmc".split())

# Small words that belong to a surname but that people leave out, or write together with it.
PARTICLES = frozenset(
    "de del dela della di da do dos das du d la las le les lo los el al y e van von vander vanden der den ter ten "
    "zu zum zur af av bin ibn ben bint abu st san santa mc mac o".split()
)

# These are never a name of their own: "O Brien" is obrien, "Mc Donald" is mcdonald.
JOINED = frozenset({"o", "mc", "mac", "st", "d", "fitz"})

EXTRA_NICKNAMES = (
    ("francisco", "paco", "pancho", "frank", "kiko"),
    ("jose", "pepe", "joe", "chepe"),
    ("ignacio", "nacho"),
    ("guadalupe", "lupe", "lupita"),
    ("jesus", "chuy"),
    ("enrique", "kike", "quique", "henry"),
    ("alejandro", "alex", "ale"),
    ("alejandra", "alex", "ale"),
    ("roberto", "beto", "robert", "bob", "rob"),
    ("alberto", "beto", "al", "albert"),
    ("eduardo", "lalo", "eddie", "ed"),
    ("guillermo", "memo", "william", "bill"),
    ("manuel", "manny", "manolo"),
    ("miguel", "mike", "michael"),
    ("juan", "john", "juancho"),
    ("maria", "mary", "marie"),
    ("rosario", "charo"),
    ("dolores", "lola"),
    ("concepcion", "concha", "connie"),
    ("isabel", "chabela", "bella", "izzy"),
    ("mohammed", "mohamed", "muhammad", "mohammad", "mo"),
    ("aleksandr", "sasha", "alex"),
    ("ekaterina", "katya", "kate"),
    ("dmitri", "dima"),
    ("mikhail", "misha", "mike"),
    ("xavier", "javier", "javi"),
    ("robert", "bob", "bobby", "rob", "robbie"),
    ("richard", "dick", "rick", "rich", "ricky"),
    ("margaret", "peggy", "meg", "maggie", "marge", "greta"),
    ("elizabeth", "liz", "beth", "betty", "betsy", "eliza", "lisa", "libby"),
    ("katherine", "kate", "kathy", "katie", "kay", "kit"),
    ("john", "jack", "johnny", "jon"),
    ("james", "jim", "jimmy", "jamie"),
    ("william", "bill", "billy", "will", "liam"),
    ("danielle", "dani", "danni"),
    ("daniel", "dan", "danny"),
    ("theodore", "ted", "teddy", "theo"),
    ("henry", "hank", "harry", "hal"),
    ("charles", "chuck", "charlie", "chaz"),
    ("mary", "molly", "polly", "mae"),
    ("sarah", "sally", "sadie"),
    ("alexander", "alex", "xander", "sandy"),
    ("anthony", "tony", "ant"),
    ("patricia", "pat", "patty", "trish", "tricia"),
    ("susan", "sue", "suzy", "susie"),
    ("rebecca", "becky", "becca"),
    ("jennifer", "jen", "jenny", "jenn"),
    ("christopher", "chris", "topher", "kit"),
    ("nicholas", "nick", "nicky", "nico"),
    ("edward", "ed", "eddie", "ted", "ned"),
)

# What the library's table has wrong: (short, full) pairs that nobody would say of one person.
NOT_NICKNAMES = frozenset({("bill", "robert"), ("billy", "robert"), ("robert", "bill"), ("robert", "billy")})
