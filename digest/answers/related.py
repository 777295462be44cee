"""Words by which one thing is told in news: who asks "who was killed" may find "died" in the sources.

Common knowledge, written for this project; groups of words without their endings see `digest.answers.words.base_of`.
"""

from functools import cache

from digest.answers.words import base_of

__all__ = ["related_to"]

_GROUPS = """
kill killed dead die died dies death deaths slain murder murdered fatal fatally killing perish lethal assassinate assassinated
injure injured injury injuries hurt wound wounded wounds harm harmed
attack attacked assault raid strike struck bombing ambush
bomb bombing explosion explode exploded blast detonate detonated explosive
shoot shot shooting gunfire gunman gunmen fire fired opened
arrest arrested detain detained custody apprehend apprehended jail jailed captured
prison prisoner jail jailed inmate imprisoned sentence sentenced behind bars
accuse accused charge charged allege alleged indict indicted suspect suspected allegation allegations
convict convicted guilty conviction verdict
sue sued lawsuit suit court litigation plaintiff
trial court hearing judge jury
buy bought purchase purchased acquire acquired acquisition takeover
sell sold sale sales
pay paid payment spend spent cost costs price fee worth
cost price worth expensive
money funds funding cash dollars fund
give gave given donate donated gift grant awarded contribute contributed
get got receive received obtain obtained gain
win won victory beat beaten defeat defeated triumph winner winning champion title
lose lost defeat defeated loss losing
score scored goal goals points
play played match game
vote voted election ballot poll elect elected
leader chief head president boss chairman
lead led head headed
quit resign resigned resignation leave left step stepped depart departed
appoint appointed name named nominate nominated hire hired pick picked chosen choose
fire fired sacked dismissed oust ousted removed
say said state stated comment
tell told inform informed
ask asked request requested urge urged call called appeal
call called name named dub dubbed known describe described
demand demanded require required
deny denied reject rejected refute dispute disputed
agree agreed accept accepted approve approved back backed support supported endorse endorsed favor
oppose opposed against critic criticize criticized object objected condemn condemned protest slam slammed
criticize criticized blame blamed fault condemn condemned
support back backed help
help helped aid assist assisted assistance relief
ban banned prohibit prohibited bar barred forbid forbidden outlaw block blocked
allow allowed permit permitted let able
stop stopped halt halted end ended cease suspend suspended cancel canceled
start started begin began begun launch launched open opened kick
continue continued remain remained keep kept stay stayed
end ended finish finished conclude
happen happened occur occurred place took event incident
cause caused trigger triggered spark sparked prompt prompted led result resulted reason because due set
reason because why motive
increase increased rise rose risen grow grew grown climb climbed jump jumped up surge hike raise raised higher
decrease decreased fall fell fallen drop dropped decline declined down plunge reduce reduced cut lower
change changed alter shift reform
make made create created build built produce produced construct
break broke broken damage damaged destroy destroyed destruction
find found discover discovered recover recovered locate located uncover
search searched hunt seek sought look looked
see saw seen watch watched witness witnessed view
show showed shown reveal revealed display
hide hid hidden conceal concealed
believe believed think thought feel felt consider
want wanted hope hoped wish seek sought aim
plan planned intend intended expect expected propose proposed
expect expected predict predicted forecast anticipate
need needed require required
try tried attempt attempted effort
use used using utilize
go went gone travel traveled visit visited trip head headed
move moved relocate
come came arrive arrived reach reached return
flee fled escape escaped run
leave left depart exit
return returned back
live lived reside resident home based
born birth native
marry married wedding wife husband spouse
child children kid kids son daughter baby boy girl
wife husband spouse
mother father parent parents mom dad
man men male guy
woman women female
people residents citizens crowd population
police officer officers cop authorities
soldier soldiers troops military army forces
doctor physician medical hospital
sick ill illness disease infected
teacher school student students pupil
company firm business corporation maker
job jobs work worker workers employment employee employees employed
house home residence
car vehicle automobile truck
plane aircraft jet flight airliner
crash crashed collision accident wreck
ship boat vessel
storm hurricane cyclone typhoon
earthquake quake tremor
flood flooding floods
movie film picture
song music album single
singer musician artist band star
actor actress star
book novel author writer wrote
write wrote written author
speak spoke talk talked speech
meet met meeting summit talks
country nation state
city town
area region district province
border frontier
refugee refugees migrants displaced
draft conscript conscripts conscription mobilize mobilise mobilization mobilisation call up roundup round order
order ordered command decree
law bill legislation act
deal agreement pact treaty accord
war conflict fighting battle fight fought
rebel rebels insurgents militants fighters
terrorist terrorism militants extremist
government administration officials
problem issue trouble concern
danger dangerous threat risk unsafe
fear feared worry worried concern concerned afraid
angry anger outrage furious upset
happy pleased glad joy
good great positive
bad worse negative
big large huge major
small little tiny
begin start
old age aged year
young youth teen teenager
famous well known
share percent percentage half third quarter portion proportion
number total amount many
often times frequently
long length mile kilometre hour minute
site website web online internet
picture photo photograph image
test tested testing
drug drugs medication narcotics medicine
rescue rescued save saved
protest protested demonstration demonstrators rally uprising unrest march
treat treated treatment handle
steal stole stolen theft rob robbed robbery
hold held host hosted
join joined member
study research survey report
scientist scientists researcher researchers
apologize apologized apology sorry
celebrate celebrated celebration party
record records
compare compared comparison
power office
"""


@cache
def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in _GROUPS.strip().splitlines():
        stems = {base_of(word, "en") for word in line.split()}
        for one in stems:
            table.setdefault(one, set()).update(stems - {one})
    return {word: frozenset(others) for word, others in table.items()}


def related_to(term: str) -> frozenset[str]:
    """Words that may tell the same as a word, all without their endings; none if it is in no group."""
    return _table().get(term, frozenset())
