import asyncio
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from bot.fetch import Fetched, Fetcher, Purpose
from bot.gathering import Gathered, Gatherer, Recent, together
from bot.inputs import Inputs
from bot.problems import Problem, ProblemKind
from bot.reading import Read, Task
from bot.workers import Reader
from digest import Length
from tests.shell.gathered import NOW, PAGE, digest_of, item, rss
from tests.shell.loopback import serve


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
    assert sorted(told) == [(1, 2, "a.txt"), (2, 2, "b.txt")]


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


def test_what_was_gathered_a_moment_ago_is_not_fetched_again() -> None:
    asked: list[str] = []
    now = [NOW]

    async def feed(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=rss(item("Weir to go")), content_type="text/xml")

    async def run() -> list[int]:
        async with (
            serve({"/feed": feed}) as address,
            Fetcher(allow_loopback=True, pause_s=0) as fetcher,
            Reader() as reader,
        ):
            recent = Recent(Gatherer(Inputs(fetcher), reader), lambda: now[0])
            # Who asks at the same time shares an answer as well.
            await asyncio.gather(*(recent.gather([f"{address}/feed"]) for _ in range(3)))
            first = len(asked)
            now[0] += timedelta(minutes=11)
            await recent.gather([f"{address}/feed"])
            return [first, len(asked)]

    assert asyncio.run(run()) == [1, 2]


def test_what_failed_is_tried_again_at_once() -> None:
    answers = iter([web.Response(status=503), web.Response(body=rss(item("Weir to go")), content_type="text/xml")])

    async def feed(_: web.Request) -> web.Response:
        return next(answers)

    async def run() -> tuple[Gathered, Gathered]:
        async with (
            serve({"/feed": feed}) as address,
            Fetcher(allow_loopback=True, pause_s=0) as fetcher,
            Reader() as reader,
        ):
            recent = Recent(Gatherer(Inputs(fetcher), reader), lambda: NOW)
            return await recent.gather([f"{address}/feed"]), await recent.gather([f"{address}/feed"])

    first, second = asyncio.run(run())
    assert (len(first.problems), len(second.articles)) == (1, 1)


def test_a_source_that_takes_too_long_is_a_problem_now_and_there_for_whoever_asks_next() -> None:
    released = asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        await released.wait()
        return web.Response(body=rss(item("Wall to go")), content_type="text/xml")

    async def run() -> tuple[Gathered, Gathered]:
        feed = web.Response(body=rss(item("Weir to go")), content_type="text/xml")
        async with (
            serve({"/slow": slow, "/feed": feed}) as address,
            Fetcher(allow_loopback=True, pause_s=0) as fetcher,
            Reader(timeout_s=60) as reader,
        ):
            gatherer = Gatherer(Inputs(fetcher), reader)
            names = [f"{address}/slow", f"{address}/feed"]
            await gatherer.gather(names[1:])  # The reader is up.
            recent = Recent(gatherer, lambda: NOW, patience_s=0.0)
            await recent.gather(names)
            while not (first := await recent.gather(names)).articles:
                pass
            released.set()
            while (second := await recent.gather(names)).problems:
                pass
            return first, second

    first, second = asyncio.run(run())
    assert [problem.words for problem in first.problems] == ["not read within 0 seconds; it may be there next time"]
    assert not first.problems[0].permanent
    assert len(second.articles) == 2


def test_nobody_is_shown_the_password_of_a_source() -> None:
    async def run() -> Gathered:
        async with serve({}) as address, Fetcher(allow_loopback=True, pause_s=0) as fetcher, Reader() as reader:
            name = address.replace("://", "://ines:secret@") + "/feed"
            recent = Recent(Gatherer(Inputs(fetcher), reader), lambda: NOW, patience_s=0.0)
            return together([await recent.gather([name]), await Gatherer(Inputs(fetcher), reader).gather([name])])

    problems = asyncio.run(run()).problems
    assert [problem.kind for problem in problems] == [ProblemKind.TIMEOUT, ProblemKind.NOT_FOUND]
    assert "secret" not in "".join(problem.source + problem.words for problem in problems)
