import asyncio
from pathlib import Path

from aiohttp import web

from bot.fetch import Fetched, Fetcher, Purpose
from bot.gathering import Gatherer
from bot.inputs import Inputs
from bot.problems import Problem, ProblemKind
from bot.reading import Read, Task
from bot.workers import Reader
from digest import Length
from tests.shell.gathered import PAGE, digest_of, item, rss


def test_an_article_that_does_not_say_its_outlet_is_from_its_host_or_its_file(tmp_path: Path) -> None:
    (tmp_path / "pond.txt").write_text("Pond to stay\n\nThe pond stays for another year.", encoding="utf-8")
    digest, _ = digest_of([str(tmp_path / "pond.txt"), "{}/weir"], {"/weir": PAGE})
    assert sorted(story.outlets[0].split(":")[0] for story in digest.stories) == ["127.0.0.1", "pond.txt"]


def test_what_fails_is_left_out_by_name_and_the_rest_still_comes() -> None:
    digest, problems = digest_of(
        ["{}/weir", "no-such.txt", "{}/gone"], {"/weir": PAGE, "/gone": web.Response(status=410)}
    )
    assert [story.headline.text for story in digest.stories] == ["Weir to go"]
    assert [problem.kind for problem in problems] == [ProblemKind.NOT_FOUND, ProblemKind.GONE]
    named, gone = digest.skipped
    assert (named.what, named.url) == ("no-such.txt", "")
    assert gone.what == gone.url == problems[1].source


def test_no_more_is_held_in_memory_than_is_read_soon() -> None:
    held: list[str] = []
    most = 0

    class Loading(Inputs):
        async def load(self, name: str, purpose: Purpose = Purpose.EITHER) -> Fetched | Problem:
            del purpose
            nonlocal most
            held.append(name)
            most = max(most, len(held))
            return Fetched("", f"Weir {name}\n\nThe weir goes in the spring of next year.".encode(), "", {})

    class Reading(Reader):
        async def read(self, task: Task) -> Read | Problem:
            outcome = await super().read(task)
            held.remove(task.name)
            return outcome

    async def run() -> int:
        async with Fetcher() as fetcher, Reading(timeout_s=60) as reader:
            gathered = await Gatherer(Loading(fetcher), reader).gather([str(number) for number in range(30)])
            return len(gathered.articles)

    assert asyncio.run(run()) == 30
    assert most <= 16


def test_progress_is_told_of_every_name() -> None:
    told: list[tuple[int, int, str]] = []

    async def run() -> None:
        async with Fetcher() as fetcher, Reader() as reader:
            await Gatherer(Inputs(fetcher), reader).gather(["a.txt", "b.txt"], lambda *step: told.append(step))

    asyncio.run(run())
    # Whichever of them came first.
    assert [(done, of) for done, of, _ in told] == [(1, 2), (2, 2)]
    assert {name for *_, name in told} == {"a.txt", "b.txt"}


def test_an_outlet_goes_by_its_host_without_www_and_by_where_it_was_piped_from() -> None:
    feed = rss(item("Weir to go", "https://www.mail.example/weir")).replace(b"<title>Dorn Mail</title>", b"", 1)

    async def outlet(standard_input: bytes) -> str:
        async with Fetcher() as fetcher, Reader(timeout_s=60) as reader:
            (article,) = (await Gatherer(Inputs(fetcher, standard_input), reader).gather(["-"])).articles
            return article.source.outlet

    assert asyncio.run(outlet(feed)) == "mail.example"
    assert asyncio.run(outlet(b"The weir goes for good.")) == "standard input"


def test_what_no_digest_has_room_for_is_named_before_what_could_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(rss(*(item(f"Story {n}", f"https://mail.example/{n}") for n in range(25))))
    digest, _ = digest_of([str(tmp_path / "feed.xml"), "no-such.txt"], length=Length.STANDARD)
    assert [skipped.what for skipped in digest.skipped[-2:]] == ["5 older articles of Dorn Mail", "no-such.txt"]
