"""USPS Publication 28 as plain data: street suffixes, directions, units, ordinals."""

from __future__ import annotations

# Appendix C1: the postal abbreviation, then every common spelling of it.
_SUFFIX_LINES = """
aly allee alley ally aly
anx anex annex annx anx
arc arc arcade
ave av ave aven avenu avenue avn avnue
byu bayoo bayou byu
bch bch beach
bnd bend bnd
blf blf bluf bluff
blfs blfs bluffs
btm bot bottm bottom btm
blvd blvd boul boulevard boulv blvrd
br br branch brnch
brg brdge brg bridge
brk brk brook
brks brks brooks
bg bg burg
bgs bgs burgs
byp byp bypa bypas bypass byps
cp camp cmp cp
cyn canyn canyon cnyn cyn
cpe cape cpe
cswy causeway causwa cswy
ctr cen cent center centr centre cnter cntr ctr
ctrs centers ctrs
cir cir circ circl circle crcl crcle
cirs circles cirs
clf clf cliff
clfs clfs cliffs
clb clb club
cmn cmn common
cmns cmns commons
cor cor corner
cors corners cors
crse course crse
ct court crt ct
cts courts cts
cv cove cv
cvs coves cvs
crk creek crk
cres cres crescent crsent crsnt
crst crest crst
xing crossing crssng xing
xrd crossroad xrd
xrds crossroads xrds
curv curv curve
dl dale dl
dm dam dm
dv div divide dv dvd
dr dr driv drive drv
drs drives drs
est est estate
ests estates ests
expy exp expr express expressway expw expy
ext ext extension extn extnsn
exts exts extensions
fall fall
fls falls fls
fry ferry frry fry
fld field fld
flds fields flds
flt flat flt
flts flats flts
frd ford frd
frds fords frds
frst forest forests frst
frg forg forge frg
frgs forges frgs
frk fork frk
frks forks frks
ft fort frt ft
fwy freeway freewy frway frwy fwy
gdn garden gardn gdn grden grdn
gdns gardens gdns grdns
gtwy gateway gatewy gatway gtway gtwy
gln glen gln
glns glens glns
grn green grn
grns greens grns
grv grov grove grv
grvs groves grvs
hbr harb harbor harbr hbr hrbor
hbrs harbors hbrs
hvn haven hvn
hts heights ht hts
hwy highway highwy hiway hiwy hway hwy
hl hill hl
hls hills hls
holw hllw hollow hollows holw holws
inlt inlet inlt
is is island islnd
iss islands islnds iss
isle isle isles
jct jct jction jctn junction junctn juncton
jcts jctns jcts junctions
ky key ky
kys keys kys
knl knl knol knoll
knls knls knolls
lk lake lk
lks lakes lks
land land
lndg landing lndg lndng
ln lane ln
lgt lgt light
lgts lights lgts
lf lf loaf
lck lck lock
lcks lcks locks
ldg ldg ldge lodg lodge
loop loop loops
mall mall
mnr manor mnr
mnrs manors mnrs
mdw mdw meadow
mdws mdws meadows medows
mews mews
ml mill ml
mls mills mls
msn missn mission msn mssn
mtwy motorway mtwy
mt mnt mount mt
mtn mntain mntn mountain mountin mtin mtn
mtns mntns mountains mtns
nck nck neck
orch orch orchard orchrd
oval oval ovl
opas opas overpass
park park prk
pkwy parkway parkwy pkway pkwy pky parkways pkwys
pass pass
psge passage psge
path path paths
pike pike pikes
pne pine pne
pnes pines pnes
pl pl place
pln plain pln
plns plains plns
plz plaza plz plza
pt point pt
pts points pts
prt port prt
prts ports prts
pr pr prairie prr
radl rad radial radiel radl
ramp ramp
rnch ranch ranches rnch rnchs
rpd rapid rpd
rpds rapids rpds
rst rest rst
rdg rdg rdge ridge
rdgs rdgs ridges
riv riv river rivr rvr
rd rd road
rds rds roads
rte route rte
row row
rue rue
run run
shl shl shoal
shls shls shoals
shr shoar shore shr
shrs shoars shores shrs
skwy skyway skwy
spg spg spng spring sprng
spgs spgs spngs springs sprngs
spur spur spurs
sq sq sqr sqre squ square
sqs sqrs squares sqs
sta sta station statn stn
stra stra strav straven stravenue stravn strvn strvnue
strm stream streme strm
st street strt st str
sts streets sts
smt smt sumit sumitt summit
ter ter terr terrace
trwy throughway trwy
trce trace traces trce
trak track tracks trak trk trks
trfy trafficway trfy
trl trail trails trl trls
trlr trailer trlr trlrs
tunl tunel tunl tunls tunnel tunnels tunnl
tpke trnpk turnpike turnpk tpke
upas underpass upas
un un union
uns unions uns
vly valley vally vlly vly
vlys valleys vlys
via vdct via viadct viaduct
vw view vw
vws views vws
vlg vill villag village villg villiage vlg
vlgs villages vlgs
vl ville vl
vis vis vist vista vst vsta
walk walk walks
wall wall
way way wy
ways ways
wl well wl
wls wells wls
"""
SUFFIXES = {
    spelling: words[0] for words in (line.split() for line in _SUFFIX_LINES.strip().splitlines()) for spelling in words
}

DIRECTIONS = {
    "n": "n",
    "north": "n",
    "no": "n",
    "norte": "n",
    "s": "s",
    "south": "s",
    "so": "s",
    "sur": "s",
    "e": "e",
    "east": "e",
    "este": "e",
    "w": "w",
    "west": "w",
    "oeste": "w",
    "ne": "ne",
    "northeast": "ne",
    "nw": "nw",
    "northwest": "nw",
    "se": "se",
    "southeast": "se",
    "sw": "sw",
    "southwest": "sw",
}

# Appendix C2: designators that need a number, and those that stand alone.
UNITS = {
    spelling: words[0]
    for words in (
        line.split()
        for line in """
apt apt apartment apmt appt
bldg bldg building bld
dept dept department
fl fl floor flr
hngr hngr hanger hangar
key key
lot lot
pier pier
rm rm room
slip slip
spc spc space sp
ste ste suite su suit
stop stop
trlr trlr trailer
unit unit un
no no num number
pmb pmb
box box
ph ph penthouse
""".strip().splitlines()
    )
    for spelling in words
}
LONE_UNITS = {
    "bsmt": "bsmt",
    "basement": "bsmt",
    "frnt": "frnt",
    "front": "frnt",
    "lbby": "lbby",
    "lobby": "lbby",
    "lowr": "lowr",
    "lower": "lowr",
    "ofc": "ofc",
    "office": "ofc",
    "ph": "ph",
    "penthouse": "ph",
    "rear": "rear",
    "side": "side",
    "uppr": "uppr",
    "upper": "uppr",
}

# A number after one of these is the street's name, not a unit: Highway 12, County Road 5.
NUMBERED_ROADS = frozenset({"hwy", "rd", "rte", "rt", "cr", "sr", "fm", "us", "fwy", "loop", "spur", "ave", "st"})

CORE_WORDS = {
    "saint": "st",
    "sainte": "ste",
    "mount": "mt",
    "fort": "ft",
    "doctor": "dr",
    "rt": "rte",
    "interstate": "i",
    "cnty": "county",
    "co": "county",
}

_ONES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = {
    "twent": 20,
    "thirt": 30,
    "fort": 40,
    "fift": 50,
    "sixt": 60,
    "sevent": 70,
    "eight": 80,
    "ninet": 90,
}
_CARDINALS = "one two three four five six seven eight nine ten eleven twelve".split()

ORDINALS = {word: number for number, word in enumerate(_ONES, start=1)}
ORDINALS.update({f"{stem}ieth": value for stem, value in _TENS.items()})
TENS = {f"{stem}y": value for stem, value in _TENS.items()}
NUMBER_WORDS = {word: str(number) for number, word in enumerate(_CARDINALS, start=1)}
